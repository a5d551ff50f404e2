# Words in place of a voice, a picture or a file that a chat cannot carry, and of the page that opens it.

media-voice-link = 🔊 Bấm để nghe: { $url }
media-voice-none = 🔊 Ứng dụng này không chuyển được giọng nói. Xin liên hệ trực tiếp với xã, hoặc nhắn lại và ghi rõ: xin trả lời bằng chữ.
media-picture-link = 🖼 Bấm để xem: { $url }
media-picture-none = 🖼 Ứng dụng này không chuyển được tranh.
media-document-link = 📄 Bấm để mở tệp: { $url }
media-document-none = 📄 Ứng dụng này không nhận được tệp. Xin lấy tệp ở máy chủ của xã.
media-gone = 🔊 Giọng nói này không còn lấy về được nữa. Xin nhắn lại bằng chữ, hoặc nói lại.

media-page-voice = Bản nghe
media-page-title = Giọng nói gửi qua loa bản
media-page-note = Chỉ ai có đường dẫn này mới nghe được, và đường dẫn sẽ hết hạn. Đừng gửi cho người khác.
media-no-file = Đường dẫn này không còn mở được: đã hết hạn, hoặc chép chưa đủ. Xin mở lại tin nhắn, hoặc hỏi lại người gửi.
