# Words in place of a voice, a picture or a file that a chat cannot carry, and of the page that opens it.

media-voice-link = 🔊 Bấm để nghe: { $url }
media-voice-none = 🔊 Ở đây không nghe được. Nhắn lại, ghi rõ: xin trả lời bằng chữ; hoặc gặp cán bộ xã.
media-picture-link = 🖼 Bấm để xem: { $url }
media-picture-none = 🖼 Ứng dụng này không chuyển được tranh.
media-document-link = 📄 Bấm để mở tệp: { $url }
media-document-none = 📄 Ứng dụng này không nhận được tệp. Xin lấy tệp ở máy chủ của xã.
media-picture-gone = 🖼 Ảnh này không mở được, hoặc đã hết hạn. Gửi lại ảnh khác giúp nhé.
media-gone = 🔊 Tiếng này hết hạn. Nói lại, hoặc viết giúp nhé.

media-page-voice = Bản nghe
media-page-title = Giọng nói gửi qua loa bản
media-page-note = Chỉ ai có đường dẫn này mới nghe được, và đường dẫn sẽ hết hạn. Đừng gửi cho người khác.
media-no-file = Đường dẫn này không còn mở được: đã hết hạn, hoặc chép chưa đủ. Xin mở lại tin nhắn, hoặc hỏi lại người gửi.
