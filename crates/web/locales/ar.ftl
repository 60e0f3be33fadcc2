reports = { $count ->
    [zero] لا تقارير
    [one] تقرير واحد
    [two] تقريران
    [few] { $shown } تقارير
    [many] { $shown } تقريرًا
   *[other] { $shown } تقرير
}
report-picture = الصورة
said-note = من قال هذا:
said-nobody = لم يُذكر اسمه
said-to = مخاطبًا
said-direct = بحرفه
said-indirect = بكلام المحرّر
said-mixed = بعضه بحرفه
