# What a visitor of the web page of a voice reads.

web-voice = Bản nghe, { $language }.
web-voice-synthetic = Bản nghe, { $language }. Giọng này do máy đọc.
web-no-voice = Không có bản nghe này, hoặc bản nghe chưa được duyệt.
