# Vietnamese is canonical. Every other locale falls back to it, message by message.
place-unknown = (không rõ nơi)
