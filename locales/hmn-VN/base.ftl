# Only wording that a printed or broadcast source attests. Missing messages fall back to Vietnamese.
