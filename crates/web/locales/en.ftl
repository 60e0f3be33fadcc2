reports = { $count ->
    [one] { $shown } report
   *[other] { $shown } reports
}
report-picture = Picture
said-note = Who said this:
said-nobody = not named
said-to = to
said-direct = word for word
said-indirect = in the reporter’s words
said-mixed = partly word for word
