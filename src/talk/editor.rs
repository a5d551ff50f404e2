//! What an editor's verbs share: the name they act under, and a refusal.

use super::turn::Turn;
use crate::failure::Failure;
use crate::message::Message;
use crate::roster::Role;
use anyhow::Result;

/// A role holder's name as it was given, else their role's number.
pub fn name_of(turn: &Turn<'_>, role: &Role) -> Result<String> {
    // One that does not open must not keep its holder from acting; `doctor` names it.
    let name = turn.parts.core.seal.unseal(&role.name_sealed).unwrap_or_default();
    Ok(if name.is_empty() { role.id.to_string() } else { name })
}

/// The names that were given to whoever speaks, with all their roles.
pub async fn names_of(turn: &mut Turn<'_>) -> Result<Vec<String>> {
    let roles = turn.roles().await?;
    let names = roles.iter().map(|role| turn.parts.core.seal.unseal(&role.name_sealed).unwrap_or_default());
    Ok(names.filter(|name| !name.is_empty()).collect())
}

/// Says a refusal; what is none goes on as a fault.
pub async fn refuse(turn: &mut Turn<'_>, e: anyhow::Error) -> Result<()> {
    let refusal = e.downcast::<Failure>()?;
    turn.answer(vec![Message::text(refusal.to_string())]).await
}
