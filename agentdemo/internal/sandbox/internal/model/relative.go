// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"regexp"
	"strings"
	"time"
)

// duration is how long the query says the trip is.
type duration struct {
	days    int
	weekend bool
	spans   []span
}

// span is one length that the query names.
type span struct {
	days   int
	nights bool
}

var (
	spanCount   = regexp.MustCompile(`(?i)(?:for\s+|in\s+)?(` + anyNumber + `)(?:\s+(?:full|whole|long|lovely|nice|short|relaxing))?[\s-]*(days?|nights?|weeks?|months?|tage?|nächte|wochen?|jours?|nuits?|semaines?|días?|noches?|semanas?|giorni|giorno|notti|settimane|дней|дня|день|недел[юи]|日間|日|泊|天|晚|일|박)(?:\s+long)?(?:\s+(?:trip|visit|stay|tour|holiday|vacation|getaway|break))?`)
	spanFort    = regexp.MustCompile(`(?i)(?:for\s+)?(?:a\s+)?fortnight`)
	spanDayTrip = regexp.MustCompile(`(?i)(?:a\s+)?day[\s-]?trip`)
	spanWeek    = regexp.MustCompile(`(?i)week-?long`)
	weekendWord = regexp.MustCompile(`(?i)(?:for\s+|on\s+)?(?:(this|next|the|a|coming|one)\s+)?(?:(coming)\s+)?(long\s+)?(?:week-?end|wochenende|fin\s+de\s+semana|fine\s+settimana)(?:\s+(?:trip|getaway|break|visit))?`)
)

// readDuration takes the words that say how long. A weekend stays in the text:
// it is also a date.
func readDuration(t *text) duration {
	var d duration
	set := func(days int) bool {
		if d.days == 0 {
			d.days = days
		}
		return true
	}
	t.take(spanCount, func(m match) bool {
		if strings.HasPrefix(m.after, " from now") || strings.HasPrefix(m.after, " from today") {
			return false // a date
		}
		n := number(m.groups[1])
		switch unit := []rune(m.groups[2]); string(unit[:min(3, len(unit))]) {
		case "nig", "näc", "nui", "noc", "not", "泊", "晚", "박":
			d.spans = append(d.spans, span{n, true})
			return set(n + 1)
		case "wee", "woc", "sem", "set", "нед":
			n *= 7
		case "mon":
			n *= 30
		}
		d.spans = append(d.spans, span{days: n})
		return set(n)
	})
	t.take(spanFort, func(match) bool { return set(14) })
	t.take(spanWeek, func(match) bool { return set(7) })
	t.take(spanDayTrip, func(match) bool { return set(1) })
	if m := weekendWord.FindStringSubmatch(t.s); m != nil {
		d.weekend = true
		if m[3] != "" {
			set(3)
		} else {
			set(2)
		}
	}
	return d
}

var (
	inSome        = regexp.MustCompile(`(?i)(` + anyNumber + `)\s+(days?|weeks?|months?)\s+from\s+(?:now|today)`)
	dayAfter      = regexp.MustCompile(`(?i)(?:the\s+)?day\s+after\s+tomorrow`)
	yesterdayWord = regexp.MustCompile(`(?i)yesterday`)
	tomorrowWord  = regexp.MustCompile(`(?i)tomorrow|morgen|demain|mañana|domani|завтра|明日|明天|내일`)
	todayWord     = regexp.MustCompile(`(?i)today|tonight|heute|aujourd'hui|hoy|oggi|сегодня|今日|今天|오늘`)
	nextWeekWord  = regexp.MustCompile(`(?i)next\s+week|nächste\s+woche|la\s+semaine\s+prochaine|來週|来週|下周|다음 주`)
	nextMonthWord = regexp.MustCompile(`(?i)next\s+month`)
	weekdayWord   = regexp.MustCompile(`(?i)(?:(this|next|on|coming)\s+)*(monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:\s*(?:-|–|to|until|till|through)\s*(monday|tuesday|wednesday|thursday|friday|saturday|sunday))?`)
)

// readRelative takes dates that are said from today on. The first one counts.
func readRelative(t *text, today time.Time, span duration) (start, end time.Time) {
	set := func(s, e time.Time) bool {
		if start.IsZero() {
			start, end = s, e
		}
		return true
	}
	none := time.Time{}
	after := func(days int) time.Time { return today.AddDate(0, 0, days) }
	t.take(inSome, func(m match) bool {
		n := number(m.groups[1])
		switch m.groups[2][:1] {
		case "w":
			return set(after(7*n), none)
		case "m":
			return set(today.AddDate(0, n, 0), none)
		default:
			return set(after(n), none)
		}
	})
	t.take(dayAfter, func(match) bool { return set(after(2), none) })
	t.take(yesterdayWord, func(match) bool { return set(after(-1), none) })
	t.take(tomorrowWord, func(match) bool { return set(after(1), none) })
	t.take(todayWord, func(match) bool { return set(today, none) })
	t.take(nextWeekWord, func(match) bool {
		monday := next(today, time.Monday)
		if span.days > 0 {
			return set(monday, none)
		}
		return set(monday, monday.AddDate(0, 0, 6))
	})
	t.take(nextMonthWord, func(match) bool {
		first := time.Date(today.Year(), today.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		if span.weekend {
			first = next(first.AddDate(0, 0, -1), time.Saturday)
		}
		return set(first, none)
	})
	t.take(weekdayWord, func(m match) bool {
		first := next(today, weekdays[m.groups[2]])
		if m.groups[3] == "" {
			return set(first, none)
		}
		return set(first, next(first, weekdays[m.groups[3]]))
	})
	t.take(weekendWord, func(m match) bool {
		saturday := next(today, time.Saturday)
		if today.Weekday() == time.Saturday && m.groups[1] != "next" {
			saturday = today
		}
		if m.groups[1] == "next" && saturday.Sub(today) < 7*24*time.Hour && today.Weekday() != time.Saturday && today.Weekday() != time.Sunday {
			saturday = saturday.AddDate(0, 0, 7) // not the one that this week ends with
		}
		return set(saturday, none)
	})
	return start, end
}

// next returns the first such weekday after the day.
func next(day time.Time, w time.Weekday) time.Time {
	ahead := (int(w) - int(day.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return day.AddDate(0, 0, ahead)
}
