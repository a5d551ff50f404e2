//! `zalo authorize`: walks an Official Account's administrator through the consent.
//!
//! The link and its other half (the verifier) belong together: the half is kept, sealed, so that a later call with
//! `--code` can end what an earlier one began.

use super::{Answer, Shell};
use crate::app::{self, Pasted, Refusal};
use crate::clock::Millis;
use anyhow::Result;
use serde_json::json;
use std::io::{BufRead, IsTerminal, Write};

/// How long a code lives.
const CODE_LIFE: Millis = 10 * 60_000;

pub async fn authorize(
    shell: &Shell,
    name: &str,
    code: Option<String>,
    redirect: Option<String>,
) -> Result<Answer> {
    let settings = shell.settings()?;
    let account = || ("account", name.into());
    match settings.accounts.iter().find(|a| a.name == name) {
        None => return Err(shell.refused("cli-account-unknown", &[account()])),
        Some(found) if found.oa.is_none() => return Err(shell.refused("cli-account-not-oa", &[account()])),
        Some(_) => {}
    }
    let parts = shell.parts().await?;
    let Some(oa) = app::official_account(&parts, name)? else {
        return Err(shell.refused("cli-account-not-oa", &[account()]));
    };
    let id = || ("oa", oa.oa_id().to_owned().into());
    let redirect = redirect.or_else(|| settings.public_url.clone());
    let pasted = match code {
        Some(code) => code,
        None => {
            let Some(redirect) = &redirect else {
                return Err(shell.usage("zalo-authorize-no-redirect", &[]));
            };
            let link = oa.begin_consent(redirect).await?;
            let steps = [id(), ("link", link.as_str().into()), ("redirect", redirect.as_str().into())];
            shell.note(&shell.say("zalo-authorize-steps", &steps));
            let pasted = read_line();
            if pasted.trim().is_empty() {
                let text = shell.line("zalo-authorize-later", &[account(), ("link", link.as_str().into())]);
                return Answer::new(text, json!({ "account": name, "link": link, "authorized": false }));
            }
            pasted
        }
    };
    let pasted = Pasted::read(&pasted);
    if pasted.code.is_empty() {
        return Err(shell.refused("zalo-authorize-no-code", &[]));
    }
    let Some(asked) = oa.asked().await? else {
        return Err(shell.refused("zalo-authorize-none", &[account()]));
    };
    if pasted.state.as_ref().is_some_and(|state| *state != asked.state) {
        return Err(shell.refused("zalo-authorize-other-state", &[]));
    }
    if let Some(given) = pasted.oa_id.clone().filter(|given| given != oa.oa_id()) {
        return Err(shell.refused("zalo-authorize-other-oa", &[id(), ("given", given.into())]));
    }
    if parts.core.clock.now() - asked.at > CODE_LIFE {
        return Err(shell.refused("zalo-authorize-old", &[]));
    }
    match oa.finish_consent(&asked, &pasted.code).await {
        Ok(()) => Answer::new(
            shell.line("zalo-authorize-done", &[id()]),
            json!({ "account": name, "authorized": true }),
        ),
        Err(Refusal::Away) => {
            Err(crate::failure::Failure::Unreachable(shell.say("zalo-authorize-away", &[])).into())
        }
        Err(Refusal::Named(error)) => {
            let said = error.to_lowercase();
            let redirect = redirect.unwrap_or_default();
            let key = match () {
                () if said.contains("redirect") => "zalo-authorize-redirect",
                () if said.contains("verifier") => "zalo-authorize-verifier",
                () if said.contains("app") || said.contains("empty api") || said.contains("secret") => {
                    "zalo-authorize-app"
                }
                () => "zalo-authorize-code",
            };
            Err(shell.refused(key, &[("error", plain(&error).into()), ("redirect", redirect.into())]))
        }
    }
}

/// One line from whoever sits there; empty when nobody does. A prompt only for a person.
fn read_line() -> String {
    let mut line = String::new();
    if std::io::stdin().is_terminal() {
        let _ = write!(std::io::stderr(), "> ");
    }
    let _ = std::io::stdin().lock().read_line(&mut line);
    line
}

/// What the platform calls the error, as far as it can be shown.
fn plain(error: &str) -> String {
    error.chars().filter(|c| !c.is_control()).take(120).collect()
}
