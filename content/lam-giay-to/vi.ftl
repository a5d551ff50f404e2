### No district any more: 1670/NQ-UBTVQH15 (16 June 2025).

title = Không còn cấp huyện, làm giấy tờ hỏi ở xã

# domain 6.5.1 [C], 2.3 [C]
summary = Từ ngày 1/7/2025 không còn cấp huyện. Huyện Tam Đường cũ nay là các xã Bình Lư, Tả Lèng, Bản Bo, Khun Há, một phần về xã Sin Suối Hồ và phường Tân Phong.

# domain 6.5.1 [C]
point-1 = Từ ngày 1/7/2025 chỉ còn tỉnh và xã, phường.

# domain 2.3 [C]
point-2 = Huyện Tam Đường cũ nay là các xã Bình Lư, Tả Lèng, Bản Bo, Khun Há.

# domain 2.3 [C]
point-3 = Thèn Sin về xã Sin Suối Hồ; Nùng Nàng, Bản Giang về phường Tân Phong.

# domain 6.5.1 [C], 2.1 [C] (the commune's People's Committee)
action = Trước khi đi, hỏi Uỷ ban nhân dân xã: làm ở đâu, mang giấy tờ gì.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về việc đi làm giấy tờ.
    Từ ngày một tháng bảy năm hai nghìn không trăm hai mươi lăm, không còn cấp huyện, chỉ còn tỉnh và xã, phường.
    Huyện Tam Đường cũ nay là các xã Bình Lư, Tả Lèng, Bản Bo, Khun Há. Xã Thèn Sin về xã Sin Suối Hồ. Xã Nùng Nàng và xã Bản Giang về phường Tân Phong.
    Trước khi đi, bà con hỏi Uỷ ban nhân dân xã xem làm ở đâu, cần mang giấy tờ gì.
    Tin này tóm tắt Nghị quyết số một nghìn sáu trăm bảy mươi của Uỷ ban Thường vụ Quốc hội, ngày mười sáu tháng sáu năm hai nghìn không trăm hai mươi lăm.
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
