### Where to do paperwork: 1670/NQ-UBTVQH15 (16 June 2025), 118/2025/NĐ-CP.

title = Làm giấy tờ ở Trung tâm Phục vụ hành chính công xã

summary = Từ ngày 1/7/2025 chỉ còn chính quyền tỉnh và chính quyền xã, phường. Bà con làm giấy tờ ngay tại xã.

# domain 6.5.1 [C]
point-1 = Từ ngày 1/7/2025, chính quyền địa phương chỉ còn hai cấp: tỉnh và xã, phường.

# domain 6.5.2 [S], second source: giaobinh.ninhbinh.gov.vn on 118/2025/NĐ-CP
point-2 = Ở xã có Trung tâm Phục vụ hành chính công, thay cho bộ phận một cửa trước đây.

# domain 6.5.3 [S], second source: baohatinh.vn post307134 (10 Mar 2026), which adds that it holds for the procedures on a published list
point-3 = Nhiều thủ tục nộp được ở bất kỳ Trung tâm nào trong tỉnh, không cứ phải ở xã mình. Bà con hỏi trước xem thủ tục của mình có được không.

# domain 6.5.4 [C], 2.3 [C]
point-4 = Bà con vùng Tam Đường trước đây nay thuộc các xã Bình Lư, Tả Lèng, Bản Bo, Khun Há, Sin Suối Hồ hoặc phường Tân Phong.

# domain 6.5.2 [S], second source as for point-2
action = Trước khi đi, bà con hỏi Trung tâm Phục vụ hành chính công xã: thủ tục này cần giấy tờ gì.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về việc đi làm giấy tờ.
    Từ ngày một tháng bảy năm hai nghìn không trăm hai mươi lăm, chính quyền địa phương chỉ còn hai cấp, là tỉnh và xã, phường.
    Ở xã có Trung tâm Phục vụ hành chính công, thay cho bộ phận một cửa trước đây. Bà con nộp hồ sơ và hỏi thủ tục tại đó.
    Nhiều thủ tục nộp được ở bất kỳ Trung tâm nào trong tỉnh, không cứ phải ở xã mình. Bà con nên hỏi trước xem thủ tục của mình có được như vậy không.
    Bà con vùng Tam Đường trước đây nay thuộc các xã Bình Lư, Tả Lèng, Bản Bo, Khun Há, Sin Suối Hồ, hoặc phường Tân Phong.
    Trước khi đi, bà con hỏi Trung tâm Phục vụ hành chính công xã xem cần mang giấy tờ gì, để khỏi đi lại nhiều lần.
    Tin này tóm tắt Nghị quyết số một nghìn sáu trăm bảy mươi của Uỷ ban Thường vụ Quốc hội, và Nghị định số một trăm mười tám của Chính phủ, cùng năm hai nghìn không trăm hai mươi lăm.
    Xin cảm ơn bà con đã lắng nghe.

# domain 2.3 [C]
faq-1-question = Xã cũ của tôi nay thuộc xã nào?
# domain 2.3 [C]
faq-1-answer =
    Thị trấn Tam Đường, xã Bình Lư cũ, xã Sơn Bình: nay là xã Bình Lư.
    Xã Tả Lèng cũ, Giang Ma, Hồ Thầu: nay là xã Tả Lèng.
    Xã Bản Bo cũ, Nà Tăm: nay là xã Bản Bo.
    Xã Khun Há cũ, Bản Hon: nay là xã Khun Há.
    Xã Thèn Sin: nay thuộc xã Sin Suối Hồ.
    Xã Nùng Nàng, Bản Giang: nay thuộc phường Tân Phong.
