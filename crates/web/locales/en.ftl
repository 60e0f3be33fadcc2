# What the interface says in English. Both files of this folder have the same messages in the same order.

# Numbers: $count chooses the form, $shown is the number as the reader writes it.
reports = { $count ->
    [one] { $shown } report
   *[other] { $shown } reports
}
statements = { $count ->
    [one] { $shown } statement
   *[other] { $shown } statements
}
versions = { $count ->
    [one] { $shown } version
   *[other] { $shown } versions
}
words = { $count ->
    [one] { $shown } word
   *[other] { $shown } words
}
missed = { $count ->
    [one] { $shown } missed
   *[other] { $shown } missed
}
expected = { $count ->
    [one] { $shown } report would have been expected since.
   *[other] { $shown } reports would have been expected since.
}
per-week = { $count ->
    [one] about { $shown } report a week
   *[other] about { $shown } reports a week
}
failures-in-a-row = { $count ->
    [one] failed the last time
   *[other] failed { $shown } times in a row
}
found = { $count ->
    [0] Nothing was found.
    [one] { $shown } report was found.
   *[other] { $shown } reports were found.
}
announces = { $count ->
    [0] announces nothing now
    [one] announces { $shown } report
   *[other] announces { $shown } reports
}
were-followed = { $count ->
    [one] { $shown } source is followed.
   *[other] { $shown } sources are followed.
}
outlets = { $count ->
    [one] { $shown } outlet
   *[other] { $shown } outlets
}
story-of = { $count ->
    [one] Alone in its story
   *[other] In a story of { $shown } reports
}
adds = { $count ->
    [one] What it adds: { $shown } sentence
   *[other] What it adds: { $shown } sentences
}
more-statements = { $count ->
    [one] { $shown } more statement
   *[other] { $shown } more statements
}
in-reports = { $count ->
    [one] These words stand in { $shown } report
   *[other] These words stand in { $shown } reports
}

# Around every page.
skip = Skip to the content
pages = Pages
latest = Latest
stories = Stories
speakers = Speakers
search = Search
saved = Saved searches
sources = Sources
ledger = Ledger
about = About
search-for = Search for
preferences = Preferences
sign-in = Sign in
sign-out = Sign out
also-as = Also as
keys = Keys
key-search = go to the search
key-next = next, previous
key-open = open
key-help = this list
close = Close
more = More
newest = Newest
older = Older
show = Show
show-all = Show all
all = All

# Lists.
nothing-followed = Nothing is followed yet.
nothing-followed-why = Give the address of a news site, of a section of one or of a feed, and its reports are gathered from then on.
nothing-gathered = No report has been gathered yet.
nothing-gathered-why = The first come within minutes once the archive gathers. The ledger says what it is doing.
nothing-matches = No report matches that.
source = Source
language = Language

# A report.
report-picture = Picture
said-note = Who said this:
said-nobody = not named
said-to = to
said-direct = word for word
said-indirect = in the reporter’s words
said-mixed = partly word for word
who-said-what = Who said what
in-the-text = In the text:
modified = changed
original = Original
with-pictures = Show pictures
without-pictures = Hide pictures
earlier-version = This is an earlier version of the report.
last-version = To the last version
paywall = The outlet gives only part of this report to read freely.
no-text = This page has no text that could be kept.
facts = What is known of it
address = Address
gathered = Gathered
length = Length
dateline = Dateline
tags = Tags
kind-of-page = Kind of page
uncertain = Uncertain
versions-title = Versions
what-changed = What changed
raw = Where the page is kept as it came
field-body = text
field-section = section
field-author = authors
field-modified = time of change
field-published = time of publication
field-standfirst = standfirst
field-headline = headline
field-image = pictures
field-language = language
field-free = free to read
field-tags = tags
field-kind = kind of page
field-outlet = outlet
field-address = address
field-second-headline = second headline
warning-no-report = The page carries no report of its own.
warning-cookie-wall = The page was a cookie notice in the place of a report.
warning-error-page = The page says that the report is not there.
warning-section-front = The page lists reports rather than being one.
warning-paywall = Only the opening of the report is on the page.
warning-limit-reached = The page was too long to be read whole; the end is missing.
warning-encoding = Some characters of the page could not be read.
warning-empty-body = No text was found on the page.

# Stories.
stories-why = A story is what several reports tell of: one event, by different outlets, in any language.
no-story-yet = No two reports of the same have been gathered yet.
no-story-matches = No story matches that.
subject = Subject
subjects = Subjects
story = Story
story-n = Story { $number }
story-since = since { $time }
story-latest = latest { $time }
grown-from = It grew out of another story:
outgrown = Stories that grew out of it
another-story = another story
an-earlier-report = an earlier report
from-the-beginning = From the beginning
go-on = Go on
why-here = Why it is here:
why-shared = in common:
why-words = rare words alike to { $share }
why-names = names alike to { $share }
why-numbers = numbers alike to { $share }
why-links = a link or a picture in common
list-comma = {", "}
kin-wire = Nearly word for word the text of
kin-rewrite = Tells in other words the text of
kin-update = Brings up to date
kin-sentences = { $share } of its sentences stand there
kin-runs = { $share } of its wording
kin-agency = a text of { $agency }
kin-credited = it says where it has it from
correct = Correct
take-report-out = Take the report out
move-report = Move it there
number-of-story = Number of the other story
first-statements = These are the first that were made; the others stand with the reports.
join-stories = The same as another story?
join-story = Join them

# Speakers.
speakers-why = Everybody whom the reports quote, under all the names they give: persons and bodies, the most quoted first.
no-speaker-yet = Nobody has been quoted yet.
no-speaker-matches = No speaker matches that.
speaker-person = person
speaker-body = body
speaker-n = Speaker { $number }
speaker-latest = latest { $time }
most-quoted = Most quoted
less-quoted = Less quoted
roles = Roles
role-from-to = { $from } to { $to }
what-was-said = What was said
no-statement-matches = No statement matches that.
names = Names
addressees = Spoken to
quoted-by = Quoted by
all-by = All by { $name }
take-name-out = Take this name out
may-be-same = May be the same as
because = Because:
is-same = It is the same
is-not-same = It is not the same
shown-name = Called
call-so = Call it so
call-commonest = By its commonest name
number-of-speaker = Number of a speaker that is the same
of-another-speaker = Somebody else of that name said it
number-of-other-speaker = Number of the other speaker
move-statement = Move it there
name-same = the same name
name-title = a title or an office left out
name-spelling = one name in two spellings
name-inflection = one name in two forms of grammar
name-initial = an initial in the place of a given name
name-middle = a middle or second family name more
name-given = two forms of one given name
name-transliteration = one name as two scripts write it
name-family-in-story = the family name alone, in the same story
name-family-alone = the family name alone, in another story
name-given-alone = a given name alone
name-acronym = the first letters of its words
name-known-body = two names of one known body
name-same-words = the same words in another order, form or language
name-shorter = one name says less
name-same-story = both speak in one story
name-same-role = the same office
name-same-company = named beside the same speakers
name-other-given = other given names
name-other-family = other family names
name-other-generation = of two generations
name-other-role = offices that seldom go together
name-other-sex = a man and a woman
name-other-kind = a person and a body
name-other-place = bodies of two places
name-other-body = two bodies
name-of-place = the word in common is a place or a body too
name-too-short = too little of a name to tell

# The same words.
quotes = The same words
quotes-why = Statements that stand in several reports: word for word, in part, in other words or in another language.
no-quote-yet = No words have been found in two reports yet.
no-quote-matches = No words match that.
quote-latest = last said { $time }
words-n = the same words { $number }
same-words-elsewhere = The same words elsewhere
earliest = Earliest
alike-exact = word for word,
alike-part = a part of it,
alike-reworded = in other words,
alike-translated = in another language,
compared-with = compared with { $source }
other-speaker = Another speaker is named here than in the earliest report.
other-speaker-than = Another speaker is named here; the earliest report names { $name }.
take-statement-out = Not the same words
wording-marks = In the wording:
words-same = all words are the same
words-part = one is part of the other
words-rare = rare words in common
words-numbers = the same numbers
words-names = the same names
words-sounds = words that sound alike
words-story = their reports tell of one story
words-speaker = one speaker is named
words-other-speaker = two speakers are named

# Decisions.
decisions = What was decided
by-hand = by hand
by-program = by the program
undo = Undo
was-done = Done:
was-undone = Undone since:
decided-stories-joined = { $other } became part of the story { $one }.
decided-stories-apart = { $one } and { $other } are two stories.
decided-stories-free = { $one } and { $other } may become one story again.
decided-report-moved = The report { $one } was moved to the story { $other }.
decided-speakers-joined = { $other } became the same speaker as { $one }.
decided-speakers-apart = { $one } and { $other } are two speakers.
decided-speakers-free = { $one } and { $other } may be proposed to be one again.
decided-statement-moved = { $one } was moved to the speaker { $other }.
decided-name-moved = The name { $one } was moved to the speaker { $other }.
decided-speaker-named = How the speaker is called was chosen: { $one }.
decided-words-joined = { $one } was put among { $other }.
decided-words-apart = { $one } was taken out of { $other }.

# Versions.
changes = What changed
version-n = Version { $number }
back-to-report = Back to the report
added = added
removed = removed
same = Headline, standfirst and text are the same in both.

# Sources and ledger.
state = State
last-weeks = Last four weeks
reports-kept = Reports
last-report = Last report
health-down = Down
health-down-why = None of its channels answers.
health-silent = Silent
health-silent-why = It has published nothing for longer than its rhythm explains.
health-troubled = Troubled
health-troubled-why = Some of its channels do not answer, or many of its pages could not be had.
health-new = New
health-new-why = It was added lately and has not been looked at yet.
health-paused = Paused
health-paused-why = It is left alone for now.
health-well = Well
health-well-why = All is well.
no-report-yet = No report of it has been kept yet.
rhythm = Rhythm
by-hour = by hour, 0 to 23 UTC
by-weekday = by day, from Monday
announced-by = Announced by
channel-feed = Feed
channel-sitemap = Sitemap
channel-section = Section page
feed-lacks = Its feed lacks reports that its other channels announce.
channels = Channels
answered = Answered { $time }.
due = Looked at next { $time }.
failures = Failures
not-kept = Announced, not kept
nothing-missed = Nothing was missed.
kept-lately = reports kept in four weeks
missed-lately = pages missed in four weeks
need-a-look = sources need a look
look-now = Look now
pause = Pause
resume = Resume
change = Change
title = Title
rename = Rename
unfollow = Follow no longer
unfollow-why = Its reports are taken out of the archive as well.
sign-in-to-change = Sign in to change something

# Following.
follow = Follow a source
follow-why = Give the address of a news site, of a section of one or of a feed. What is found there is shown before anything is followed.
follow-address = Address
follow-look = Look what is there
follow-list = A list of subscriptions (OPML), as feed readers write it
follow-import = Follow all of it
follow-this = Follow it
follow-found = Found there
folder-for-it = Folder

# Searching.
search-why = Words must all be there. Put a phrase in quotation marks, a minus before what must not be there, OR between what may be. Fields are title: by: said: speaker: source: lang: section: tag:, dates before: after: on:.
order = Order
from-day = From
to-day = To
order-relevance = Best first
order-newest = Newest first
order-oldest = Oldest first
facet-sources = Sources
facet-languages = Languages
facet-months = Months
notice-too-long = Only the beginning of it was searched for: it was too long.
notice-too-many = Only the first words were searched for: there were too many.
notice-too-deep = Some brackets were left out: they were too deep within one another.
notice-quote = A quotation mark is not closed; the phrase goes on to the end.
notice-bracket = A bracket is not closed; the group goes on to the end.
notice-date = { $text } was left out: it is no date such as 2026, 2026-03 or 2026-03-02.
notice-language = { $text } was left out: it is no language tag such as ar, en or tr.
notice-short = { $text } is too short a beginning; it was searched for as a word.
notice-many = Many words begin with { $text }; only the most frequent were searched for.
nothing-found-why = Try fewer words, or other forms of them.
previous = Previous
next = Next

# Saved searches.
saved-why = A search that is kept tells of what it finds: by its feed, by a message to an address, or by mail.
nothing-saved = No search is kept yet.
save-search = Keep a search
keep-search = Keep this search
name = Name
webhook = Address to be told
email = Mailbox to be told
told-in-vain = Nobody could be told:
given-up = { $count ->
    [one] { $shown } report will not be told of again.
   *[other] { $shown } reports will not be told of again.
}
keep = Keep
forget = Keep it no longer

# About.
pages-waiting = Pages waiting
record = Record
index = Index of words
raw-pages = Pages as they came
folder = Folder
version = Version
for-programs = For programs
languages = Languages

# Preferences.
preferences-why = These are kept in your browser alone.
interface-language = Language of these pages
numerals = Digits
calendar = Calendar
gregorian = Gregorian
hijri = Hijri (Umm al-Qura)
persian = Persian
colours = Colours
theme-auto = As the system has it
theme-light = Light
theme-dark = Dark
time-zone = Time zone
now-is = There it is { $time }.

# Signing in.
sign-in-why = The token was shown when the archive began to be served. Whoever has it may change what is followed.
token = Token

# What goes wrong.
error-not-found = Not found
error-not-found-why = There is nothing at this address. It may have been taken out of the archive.
error-sign-in = Sign in first
error-sign-in-why = This needs the token of the archive, and the right one.
error-origin = Nothing was changed
error-origin-why = The form did not come from a page of this archive.
error-host = Not under this name
error-host-why = The archive is not served under the name that was asked for.
error-too-often = Too often
error-too-often-why = The token was wrong too often. Wait a little.
error-invalid = That makes no sense
error-invalid-why = Something that was asked or sent cannot be used.
error-too-large = Too large
error-too-large-why = What was sent is larger than is taken.
error-method = Not in this way
error-method-why = The address cannot be asked in that way.
error-form = Not in this form
error-form-why = The page cannot be had in the form that was asked for.
error-full = No room left
error-full-why = The disk has no room left. Nothing that was kept is lost.
error-slow = That took too long
error-slow-why = It was not done in the time there is for it. It may be done by now: look before you try again.
error-failed = That went wrong
error-failed-why = The page could not be made. The log of the program says more.
