//! Parses the command line and hands over.

use std::process::ExitCode;

fn main() -> ExitCode {
    let line = match loaban::cli::read() {
        Ok(line) => line,
        Err(code) => return code,
    };
    // Two threads: the work is waiting, and idle memory counts on the machines this runs on.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(loaban::cli::run(line)),
        Err(_) => ExitCode::from(3),
    }
}
