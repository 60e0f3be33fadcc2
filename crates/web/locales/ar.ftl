# ما تقوله الواجهة بالعربية. في ملفّي هذا المجلد الرسائل نفسها بالترتيب نفسه.

# الأعداد: $count يختار الصيغة، و$shown هو العدد كما يكتبه القارئ.
reports = { $count ->
    [zero] لا تقارير
    [one] تقرير واحد
    [two] تقريران
    [few] { $shown } تقارير
    [many] { $shown } تقريرًا
   *[other] { $shown } تقرير
}
statements = { $count ->
    [zero] لا تصريحات
    [one] تصريح واحد
    [two] تصريحان
    [few] { $shown } تصريحات
    [many] { $shown } تصريحًا
   *[other] { $shown } تصريح
}
versions = { $count ->
    [zero] لا نسخ
    [one] نسخة واحدة
    [two] نسختان
    [few] { $shown } نسخ
    [many] { $shown } نسخة
   *[other] { $shown } نسخة
}
words = { $count ->
    [zero] لا كلمات
    [one] كلمة واحدة
    [two] كلمتان
    [few] { $shown } كلمات
    [many] { $shown } كلمة
   *[other] { $shown } كلمة
}
missed = { $count ->
    [zero] لم يفت شيء
    [one] فاتت صفحة واحدة
    [two] فاتت صفحتان
    [few] فاتت { $shown } صفحات
    [many] فاتت { $shown } صفحة
   *[other] فاتت { $shown } صفحة
}
expected = { $count ->
    [zero] لم يكن متوقَّعًا منه شيء منذئذ.
    [one] كان متوقَّعًا منه تقرير واحد منذئذ.
    [two] كان متوقَّعًا منه تقريران منذئذ.
    [few] كان متوقَّعًا منه { $shown } تقارير منذئذ.
    [many] كان متوقَّعًا منه { $shown } تقريرًا منذئذ.
   *[other] كان متوقَّعًا منه { $shown } تقرير منذئذ.
}
per-week = { $count ->
    [zero] أقل من تقرير في الأسبوع
    [one] نحو تقرير واحد في الأسبوع
    [two] نحو تقريرين في الأسبوع
    [few] نحو { $shown } تقارير في الأسبوع
    [many] نحو { $shown } تقريرًا في الأسبوع
   *[other] نحو { $shown } تقرير في الأسبوع
}
failures-in-a-row = { $count ->
    [zero] لم يتعذّر الوصول إليها
    [one] تعذّر الوصول إليها في المرة الأخيرة
    [two] تعذّر الوصول إليها مرتين متتاليتين
    [few] تعذّر الوصول إليها { $shown } مرات متتالية
    [many] تعذّر الوصول إليها { $shown } مرة متتالية
   *[other] تعذّر الوصول إليها { $shown } مرة متتالية
}
found = { $count ->
    [zero] لم يُعثر على شيء.
    [one] عُثر على تقرير واحد.
    [two] عُثر على تقريرين.
    [few] عُثر على { $shown } تقارير.
    [many] عُثر على { $shown } تقريرًا.
   *[other] عُثر على { $shown } تقرير.
}
announces = { $count ->
    [zero] لا تعلن شيئًا الآن
    [one] تعلن تقريرًا واحدًا
    [two] تعلن تقريرين
    [few] تعلن { $shown } تقارير
    [many] تعلن { $shown } تقريرًا
   *[other] تعلن { $shown } تقرير
}
were-followed = { $count ->
    [zero] لم يُتابَع أي مصدر.
    [one] يُتابَع مصدر واحد.
    [two] يُتابَع مصدران.
    [few] تُتابَع { $shown } مصادر.
    [many] يُتابَع { $shown } مصدرًا.
   *[other] يُتابَع { $shown } مصدر.
}
outlets = { $count ->
    [zero] لا ناشر
    [one] ناشر واحد
    [two] ناشران
    [few] { $shown } ناشرين
    [many] { $shown } ناشرًا
   *[other] { $shown } ناشر
}
story-of = { $count ->
    [zero] ليس في قصة
    [one] وحده في قصته
    [two] في قصة من تقريرين
    [few] في قصة من { $shown } تقارير
    [many] في قصة من { $shown } تقريرًا
   *[other] في قصة من { $shown } تقرير
}
adds = { $count ->
    [zero] لا جديد فيه
    [one] ما يضيفه: جملة واحدة
    [two] ما يضيفه: جملتان
    [few] ما يضيفه: { $shown } جمل
    [many] ما يضيفه: { $shown } جملة
   *[other] ما يضيفه: { $shown } جملة
}
more-statements = { $count ->
    [zero] لا تصريحات أخرى
    [one] تصريح آخر
    [two] تصريحان آخران
    [few] { $shown } تصريحات أخرى
    [many] { $shown } تصريحًا آخر
   *[other] { $shown } تصريح آخر
}
in-reports = { $count ->
    [zero] لا ترد هذه الكلمات في تقرير
    [one] ترد هذه الكلمات في تقرير واحد
    [two] ترد هذه الكلمات في تقريرين
    [few] ترد هذه الكلمات في { $shown } تقارير
    [many] ترد هذه الكلمات في { $shown } تقريرًا
   *[other] ترد هذه الكلمات في { $shown } تقرير
}

# حول كل صفحة.
skip = إلى المحتوى مباشرة
pages = الصفحات
latest = الأحدث
stories = القصص
speakers = المتحدثون
search = البحث
saved = عمليات بحث محفوظة
sources = المصادر
ledger = السجل
about = عن الأرشيف
search-for = ابحث عن
preferences = التفضيلات
sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
also-as = متاح أيضًا بصيغة
keys = مفاتيح
key-search = إلى البحث
key-next = التالي، السابق
key-open = فتح
key-help = هذه القائمة
close = إغلاق
more = المزيد
newest = الأحدث
older = الأقدم
show = عرض
show-all = عرض الكل
all = الكل

# القوائم.
nothing-followed = لا مصادر متابَعة بعد.
nothing-followed-why = أعطِ عنوان موقع إخباري أو قسم منه أو خلاصة، فتُجمع تقاريره من الآن فصاعدًا.
nothing-gathered = لم يُجمع أي تقرير بعد.
nothing-gathered-why = تصل التقارير الأولى خلال دقائق من بدء الجمع. ويبيّن السجل ما يجري.
nothing-matches = لا تقرير يطابق ذلك.
source = المصدر
language = اللغة

# تقرير.
report-picture = الصورة
said-note = من قال هذا:
said-nobody = لم يُذكر القائل
said-to = مخاطبًا
said-direct = بحرفه
said-indirect = بكلام المحرّر
said-mixed = بعضه بحرفه
who-said-what = من قال ماذا
in-the-text = في النص:
modified = عُدّل
original = الأصل
with-pictures = إظهار الصور
without-pictures = إخفاء الصور
earlier-version = هذه نسخة سابقة من التقرير.
last-version = إلى النسخة الأخيرة
paywall = لا يتيح الناشر مجانًا سوى جزء من هذا التقرير.
no-text = لا نص في هذه الصفحة يمكن حفظه.
facts = ما يُعرف عنه
address = العنوان
gathered = جُمع في
length = الطول
dateline = مكان التحرير
tags = وسوم
kind-of-page = نوع الصفحة
uncertain = غير مؤكد
versions-title = النسخ
what-changed = ما الذي تغيّر
raw = حيث حُفظت الصفحة كما وردت
field-body = النص
field-section = القسم
field-author = الكتّاب
field-modified = وقت التعديل
field-published = وقت النشر
field-standfirst = المقدمة
field-headline = العنوان
field-image = الصور
field-language = اللغة
field-free = مجانية القراءة
field-tags = الوسوم
field-kind = نوع الصفحة
field-outlet = الناشر
field-address = الرابط
field-second-headline = العنوان الثاني
warning-no-report = لا تحمل الصفحة تقريرًا خاصًا بها.
warning-cookie-wall = كانت الصفحة إشعارًا بملفات الارتباط مكان التقرير.
warning-error-page = تقول الصفحة إن التقرير غير موجود.
warning-section-front = الصفحة قائمة تقارير وليست تقريرًا.
warning-paywall = ليس في الصفحة سوى مطلع التقرير.
warning-limit-reached = كانت الصفحة أطول من أن تُقرأ كاملة، وآخرها ناقص.
warning-encoding = تعذّرت قراءة بعض حروف الصفحة.
warning-empty-body = لم يُعثر على نص في الصفحة.

# القصص.
stories-why = القصة ما ترويه عدة تقارير: حدث واحد لدى ناشرين مختلفين وبأي لغة.
no-story-yet = لم يُجمع بعد تقريران عن أمر واحد.
no-story-matches = لا قصة تطابق ذلك.
subject = الموضوع
subjects = المواضيع
story = القصة
story-n = القصة { $number }
story-since = منذ { $time }
story-latest = آخرها { $time }
grown-from = نشأت من قصة أخرى:
outgrown = قصص نشأت منها
another-story = قصة أخرى
an-earlier-report = تقرير سابق
from-the-beginning = من البداية
go-on = تابع
why-here = سبب وجوده هنا:
why-shared = المشترك:
why-words = تشابه الكلمات النادرة { $share }
why-names = تشابه الأسماء { $share }
why-numbers = تشابه الأعداد { $share }
why-links = رابط أو صورة مشتركة
list-comma = {"، "}
kin-wire = نصّه بحرفه تقريبًا نصّ
kin-rewrite = يعيد بكلمات أخرى نصّ
kin-update = يحدّث
kin-sentences = { $share } من جمله واردة هناك
kin-runs = { $share } من صياغته
kin-agency = نص { $agency }
kin-credited = يذكر مصدر نصّه
correct = تصحيح
take-report-out = إخراج التقرير من القصة
move-report = نقله إليها
number-of-story = رقم القصة الأخرى
first-statements = هذه أول التصريحات، وبقيتها مع التقارير.
join-stories = أهي قصة أخرى نفسها؟
join-story = دمجهما

# المتحدثون.
speakers-why = كل من تنقل التقارير كلامه، بكل الأسماء التي تسمّيه بها: أشخاص وهيئات، والأكثر اقتباسًا أولًا.
no-speaker-yet = لم يُنقل كلام أحد بعد.
no-speaker-matches = لا متحدث يطابق ذلك.
speaker-person = شخص
speaker-body = هيئة
speaker-n = المتحدث { $number }
speaker-latest = آخرها { $time }
most-quoted = الأكثر اقتباسًا
less-quoted = الأقل اقتباسًا
roles = الصفات
role-from-to = من { $from } إلى { $to }
what-was-said = ما قيل
no-statement-matches = لا تصريح يطابق ذلك.
names = الأسماء
addressees = المخاطَبون
quoted-by = من ينقل كلامه
all-by = كل ما قاله { $name }
take-name-out = إخراج هذا الاسم
may-be-same = قد يكون هو نفسه
because = لأن:
is-same = هو نفسه
is-not-same = ليس هو نفسه
shown-name = يُسمّى
call-so = تسميته هكذا
call-commonest = بأكثر أسمائه ورودًا
number-of-speaker = رقم متحدث هو نفسه
of-another-speaker = قاله غيره ممن يحمل الاسم
number-of-other-speaker = رقم المتحدث الآخر
move-statement = نقله إليه
name-same = الاسم نفسه
name-title = لقب أو منصب محذوف
name-spelling = اسم واحد بإملاءين
name-inflection = اسم واحد بصيغتين نحويتين
name-initial = حرف أول مكان الاسم الأول
name-middle = اسم أوسط أو لقب عائلة إضافي
name-given = صيغتان لاسم أول واحد
name-transliteration = اسم واحد كما تكتبه أبجديتان
name-family-in-story = لقب العائلة وحده في القصة نفسها
name-family-alone = لقب العائلة وحده في قصة أخرى
name-given-alone = الاسم الأول وحده
name-acronym = الحروف الأولى من كلماته
name-known-body = اسمان لهيئة معروفة واحدة
name-same-words = الكلمات نفسها بترتيب آخر أو صيغة أو لغة أخرى
name-shorter = أحد الاسمين أقصر
name-same-story = كلاهما يتحدث في قصة واحدة
name-same-role = المنصب نفسه
name-same-company = يُذكران مع المتحدثين أنفسهم
name-other-given = الاسم الأول مختلف
name-other-family = لقب العائلة مختلف
name-other-generation = من جيلين مختلفين
name-other-role = منصبان قلّما يجتمعان
name-other-sex = رجل وامرأة
name-other-kind = شخص وهيئة
name-other-place = هيئتان من مكانين
name-other-body = هيئتان مختلفتان
name-of-place = الكلمة المشتركة اسم مكان أو هيئة أيضًا
name-too-short = اسم أقصر من أن يُحكم به

# الكلمات نفسها.
quotes = الكلمات نفسها
quotes-why = تصريحات ترد في عدة تقارير: بحرفها، أو جزئيًا، أو بكلمات أخرى، أو بلغة أخرى.
no-quote-yet = لم يُعثر بعد على كلمات واحدة في تقريرين.
no-quote-matches = لا كلمات تطابق ذلك.
quote-latest = آخر مرة { $time }
words-n = الكلمات نفسها { $number }
same-words-elsewhere = الكلمات نفسها في مواضع أخرى
earliest = الأسبق
alike-exact = بحرفه،
alike-part = جزء منه،
alike-reworded = بكلمات أخرى،
alike-translated = بلغة أخرى،
compared-with = مقارنةً بـ{ $source }
other-speaker = المتحدث المذكور هنا غير المذكور في التقرير الأسبق.
other-speaker-than = المتحدث المذكور هنا مختلف: التقرير الأسبق يذكر { $name }.
take-statement-out = ليست الكلمات نفسها
wording-marks = في الصياغة:
words-same = كل الكلمات نفسها
words-part = أحدهما جزء من الآخر
words-rare = كلمات نادرة مشتركة
words-numbers = الأعداد نفسها
words-names = الأسماء نفسها
words-sounds = كلمات متشابهة اللفظ
words-story = تقريراهما في قصة واحدة
words-speaker = المتحدث المذكور واحد
words-other-speaker = يُذكر متحدثان

# القرارات.
decisions = ما تقرّر
by-hand = يدويًا
by-program = من البرنامج
undo = تراجع
was-done = تمّ:
was-undone = تُراجع عنه لاحقًا:
decided-stories-joined = صارت { $other } جزءًا من القصة { $one }.
decided-stories-apart = { $one } و{ $other } قصتان.
decided-stories-free = قد تصير { $one } و{ $other } قصة واحدة من جديد.
decided-report-moved = نُقل التقرير { $one } إلى القصة { $other }.
decided-speakers-joined = صار { $other } و{ $one } متحدثًا واحدًا.
decided-speakers-apart = { $one } و{ $other } متحدثان مختلفان.
decided-speakers-free = قد يُقترح من جديد أن { $one } و{ $other } متحدث واحد.
decided-statement-moved = نُقل { $one } إلى المتحدث { $other }.
decided-name-moved = نُقل الاسم { $one } إلى المتحدث { $other }.
decided-speaker-named = اختير اسم المتحدث: { $one }.
decided-words-joined = أُلحق { $one } بـ{ $other }.
decided-words-apart = أُخرج { $one } من { $other }.

# النسخ.
changes = ما الذي تغيّر
version-n = النسخة { $number }
back-to-report = العودة إلى التقرير
added = أُضيف
removed = حُذف
same = العنوان والمقدمة والنص هي نفسها في النسختين.

# المصادر والسجل.
state = الحال
last-weeks = الأسابيع الأربعة الأخيرة
reports-kept = التقارير
last-report = آخر تقرير
health-down = متوقف
health-down-why = لا تستجيب أي من قنواته.
health-silent = صامت
health-silent-why = لم ينشر شيئًا منذ مدة أطول مما يفسّره إيقاعه.
health-troubled = متعثّر
health-troubled-why = بعض قنواته لا تستجيب، أو تعذّر الحصول على كثير من صفحاته.
health-new = جديد
health-new-why = أُضيف حديثًا ولم يُنظر فيه بعد.
health-paused = موقوف مؤقتًا
health-paused-why = متروك حاليًا.
health-well = سليم
health-well-why = كل شيء على ما يرام.
no-report-yet = لم يُحفظ أي تقرير منه بعد.
rhythm = الإيقاع
by-hour = بحسب الساعة، من 0 إلى 23 بالتوقيت العالمي
by-weekday = بحسب اليوم، من الاثنين
announced-by = أُعلن عبر
channel-feed = الخلاصة
channel-sitemap = خريطة الموقع
channel-section = صفحة القسم
feed-lacks = تنقص خلاصته تقارير تعلنها قنواته الأخرى.
channels = القنوات
answered = استجابت في { $time }.
due = يُنظر فيها تاليًا في { $time }.
failures = الإخفاقات
not-kept = أُعلن ولم يُحفظ
nothing-missed = لم يفت شيء.
kept-lately = تقارير حُفظت في أربعة أسابيع
missed-lately = صفحات فاتت في أربعة أسابيع
need-a-look = مصادر تحتاج إلى نظر
look-now = انظر الآن
pause = إيقاف مؤقت
resume = استئناف
change = تعديل
title = الاسم
rename = تغيير الاسم
unfollow = إنهاء المتابعة
unfollow-why = تُحذف تقاريره من الأرشيف أيضًا.
sign-in-to-change = سجّل الدخول لتعديل شيء

# المتابعة.
follow = متابعة مصدر
follow-why = أعطِ عنوان موقع إخباري أو قسم منه أو خلاصة. يُعرض ما يوجد هناك قبل أن يُتابَع أي شيء.
follow-address = العنوان
follow-look = انظر ما هناك
follow-list = قائمة اشتراكات (OPML) كما تكتبها قارئات الخلاصات
follow-import = متابعة كل ما فيها
follow-this = متابعته
follow-found = وُجد هناك
folder-for-it = المجلد

# البحث.
search-why = يجب أن ترد الكلمات كلها. ضع العبارة بين علامتي اقتباس، وعلامة ناقص قبل ما يجب ألا يرد، وOR بين ما يكفي أحدهما. الحقول: title: by: said: speaker: source: lang: section: tag: والتواريخ before: after: on:‎.
order = الترتيب
from-day = من
to-day = إلى
order-relevance = الأنسب أولًا
order-newest = الأحدث أولًا
order-oldest = الأقدم أولًا
facet-sources = المصادر
facet-languages = اللغات
facet-months = الأشهر
notice-too-long = بُحث عن أوله فقط لأنه أطول مما ينبغي.
notice-too-many = بُحث عن الكلمات الأولى فقط لأنها كثيرة.
notice-too-deep = أُهملت بعض الأقواس لأنها متداخلة أكثر مما ينبغي.
notice-quote = علامة اقتباس لم تُغلق، فامتدت العبارة إلى النهاية.
notice-bracket = قوس لم يُغلق، فامتدت المجموعة إلى النهاية.
notice-date = أُهمل { $text } لأنه ليس تاريخًا مثل 2026 أو 2026-03 أو 2026-03-02.
notice-language = أُهمل { $text } لأنه ليس رمز لغة مثل ar أو en أو tr.
notice-short = { $text } بداية قصيرة جدًا، فبُحث عنها بوصفها كلمة.
notice-many = كلمات كثيرة تبدأ بـ{ $text }، فبُحث عن أكثرها ورودًا فقط.
nothing-found-why = جرّب كلمات أقل، أو صيغًا أخرى منها.
previous = السابق
next = التالي

# عمليات البحث المحفوظة.
saved-why = البحث المحفوظ يخبر بما يجده: عبر خلاصته، أو برسالة إلى عنوان، أو بالبريد.
nothing-saved = لا بحث محفوظًا بعد.
save-search = حفظ بحث
keep-search = احفظ هذا البحث
name = الاسم
webhook = عنوان يُبلَّغ
email = بريد يُبلَّغ
told-in-vain = تعذّر الإبلاغ:
given-up = { $count ->
    [zero] لا تقرير تُرك الإبلاغ عنه.
    [one] تقرير واحد تُرك الإبلاغ عنه.
    [two] تقريران تُرك الإبلاغ عنهما.
    [few] { $shown } تقارير تُرك الإبلاغ عنها.
    [many] { $shown } تقريرًا تُرك الإبلاغ عنه.
   *[other] { $shown } تقرير تُرك الإبلاغ عنه.
}
keep = حفظ
forget = إزالة

# عن الأرشيف.
pages-waiting = صفحات تنتظر
record = السجل المحفوظ
index = فهرس الكلمات
raw-pages = الصفحات كما وردت
folder = المجلد
version = الإصدار
for-programs = للبرامج
languages = اللغات

# التفضيلات.
preferences-why = تُحفظ هذه في متصفحك وحده.
interface-language = لغة هذه الصفحات
numerals = الأرقام
calendar = التقويم
gregorian = ميلادي
hijri = هجري (أم القرى)
persian = فارسي
colours = الألوان
theme-auto = كما في النظام
theme-light = فاتحة
theme-dark = داكنة
time-zone = المنطقة الزمنية
now-is = الوقت هناك { $time }.

# تسجيل الدخول.
sign-in-why = ظهر الرمز عند بدء خدمة الأرشيف. من كان معه فله أن يغيّر ما يُتابَع.
token = الرمز

# ما يتعذّر.
error-not-found = غير موجود
error-not-found-why = لا شيء في هذا العنوان. ربما حُذف من الأرشيف.
error-sign-in = سجّل الدخول أولًا
error-sign-in-why = هذا يحتاج إلى رمز الأرشيف، والرمز الصحيح.
error-origin = لم يتغيّر شيء
error-origin-why = لم يأتِ النموذج من صفحة من صفحات هذا الأرشيف.
error-host = ليس بهذا الاسم
error-host-why = لا يُخدم الأرشيف بالاسم المطلوب.
error-too-often = محاولات كثيرة
error-too-often-why = كان الرمز خاطئًا مرات كثيرة. انتظر قليلًا.
error-invalid = هذا غير مفهوم
error-invalid-why = شيء مما طُلب أو أُرسل لا يمكن استعماله.
error-too-large = كبير جدًا
error-too-large-why = ما أُرسل أكبر مما يُقبل.
error-method = ليس بهذه الطريقة
error-method-why = لا يُطلب هذا العنوان بهذه الطريقة.
error-form = ليس بهذه الصيغة
error-form-why = لا تتوفر الصفحة بالصيغة المطلوبة.
error-full = لا متّسع
error-full-why = لم يبقَ متّسع على القرص. لم يضع شيء مما حُفظ.
error-slow = طال الأمر أكثر مما ينبغي
error-slow-why = لم يتمّ الأمر في الوقت المتاح له، وربما تمّ الآن: تحقّق قبل أن تحاول ثانية.
error-failed = حدث خطأ
error-failed-why = تعذّر إعداد الصفحة. في سجل البرنامج المزيد.
