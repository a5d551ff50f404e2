# Something came that the platform keeps from the machine: a file, or whatever a protected person sent.

withheld = Máy biết bà con vừa gửi, nhưng ứng dụng không cho máy xem nội dung. Bà con nhờ người nhà nhắn hộ, hoặc tới gặp cán bộ xã nhé.
withheld-phone =
    Máy biết bà con vừa gửi, nhưng ứng dụng không cho máy xem nội dung.
    Bà con gọi cho xã nhé, có người nghe máy: { $phone }
    Hoặc nhờ người nhà nhắn hộ vào đây.
withheld-group = Ứng dụng không cho máy xem tin này, nên máy chưa nhận. Bà con nhờ người khác gõ hộ, hoặc tới gặp cán bộ xã nhé.
withheld-group-phone = Ứng dụng không cho máy xem tin này, nên máy chưa nhận. Bà con gọi cho xã nhé: { $phone }
