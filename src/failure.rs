//! How an act fails for the person who asked for it: in their words, with what to do next.

/// Why a command ended without doing its job. Decides the exit code (contract, section 1).
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Refused, or faults were found: exit code 1. The text is for a person.
    #[error("{0}")]
    Refused(String),
    /// The command line is wrong: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// Something it needs is not reachable: exit code 3.
    #[error("{0}")]
    Unreachable(String),
}

impl Failure {
    /// The process's exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Refused(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Unreachable(_) => 3,
        }
    }
}

/// Why a file or a folder cannot be used, in the reader's language; what has no words of ours keeps the system's.
pub fn why(error: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    let words = match error.kind() {
        Kind::NotFound => "không có, hoặc liên kết trỏ tới nơi không có",
        Kind::PermissionDenied => "không có quyền",
        Kind::IsADirectory => "là thư mục chứ không phải tệp",
        Kind::NotADirectory => "không phải thư mục",
        Kind::InvalidInput => "không phải tệp thường",
        Kind::InvalidData => "không phải chữ UTF-8",
        Kind::AddrInUse => "địa chỉ này đang có chương trình khác dùng",
        Kind::AddrNotAvailable => "máy này không có địa chỉ đó",
        Kind::StorageFull => "đĩa đầy",
        Kind::ReadOnlyFilesystem => "đĩa chỉ cho đọc",
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// A refusal, ready to return.
pub fn refused(text: impl Into<String>) -> anyhow::Error {
    Failure::Refused(text.into()).into()
}
