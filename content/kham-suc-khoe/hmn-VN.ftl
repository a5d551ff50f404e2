### draft, needs a native reviewer
### Only wording attested in published Hmong (Vietnamese script) texts; everything else falls back to Vietnamese.

# "zuôr tsuv pâuz" (need to know): domain 5.7 no. 18 [S], a radio column's own heading; "Nghị quyết" stays Vietnamese: domain 5.6 [C]
title = Zuôr tsuv pâuz: Nghị quyết 72-NQ/TW
