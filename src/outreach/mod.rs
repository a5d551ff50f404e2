//! What was done off-line? The lines of a village: read on the loudspeaker, told at a meeting, studied. A line is a fact of
//! the log, and so is what puts it right; the register of a period is what the log says of the village in it (`register`). A
//! village that got something and of which nothing is heard is asked once (`remind`).

mod register;
mod remind;

pub use register::{Corrected, Line, Village};
pub use remind::{Reminding, With};
