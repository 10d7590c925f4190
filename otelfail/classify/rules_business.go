// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// things are what the tools of shops, airlines and hotels deal with.
var things = []string{
	"event", "events", "account", "reservation*", "booking*", "order", "orders", "flight", "flights", "hotel*", "room", "rooms", "seat", "seats", "ticket", "tickets", "passenger*", "baggage", "payment", "payments", "refund*", "invoice*", "cart", "gift card*", "coupon*", "voucher*", "membership*", "appointment*", "meeting*", "delivery", "deliveries", "shipment*", "purchase*", "checkout", "customer*", "slot", "slots", "guest*", "itinerary", "trip", "trips", "item", "items", "product", "products", "transfer", "transaction amount", "wallet", "loan", "bid", "auction", "listing*", "restaurant*", "party size", "opening hours", "fare", "fares", "luggage", "check in", "return request*", "exchange*",
}

// businessRules: a tool that knows the thing and refuses to do what was asked.
var businessRules = []rule{
	{
		name: "exists", cause: answer, reason: Constraint, retry: RetryNo, weak: Tool,
		when: cond{any: []string{"name taken", "already owned*", "still in use", "name is in use*", "already reserved*", "already claimed*",
			"already exists", "already exist", "already registered", "already taken", "has already been taken", "is taken", "already been used", "already used", "user exists", "name exists", "account exists", "email exists", "duplicated", "already a member*", "already in use", "already subscribed*", "already following*", "already added", "already assigned", "already present", "must be unique", "is not unique",
		}, not: []string{"file…already*", "file exists", "directory…already*", "directory exists", "path…already*", "path exists", "port…already*", "port…in use", "address…in use", "address already*", "socket…already*", "edge", "eexist", "mkdir*", "graph*", "collector*", "metric*", "listener*", "route*", "plugin*", "servlet*", "middleware*"}},
		example: "Error: Username already exists. Please choose a different username.",
	},
	{
		name: "business_refused", cause: answer, reason: BadRequest, retry: RetryNo, home: Tool,
		when: cond{
			any: []string{"not accepted", "is below the*", "is above the*", "below the minimum", "above the maximum", "over the limit", "above the limit", "outside opening*", "outside business*", "outside working*", "is not met", "reserved by", "is reserved", "negative balance", "double booking", "cannot transfer*", "to the same account*", "cannot check*", "cannot schedule*", "cannot reschedule*", "cannot pay*", "cannot order*", "cannot ship*", "cannot return*", "not possible", "not permitted for*", "not valid for*", "maximum…allowed", "allowed per*", "conflicts with*", "overlaps with*", "is frozen", "is suspended", "is locked", "is blocked", "double booked", "not bookable", "not cancellable", "not modifiable",
				"cannot be*", "can not be*", "cant be*", "can only be*", "could not be*", "may only be*", "at least…hours", "at least…days", "in advance", "is not in", "not in…state", "not in…status", "not part of", "is already*", "was already*", "has already*", "already", "expired", "not allowed", "is closed", "is full", "too late", "too early", "deadline", "no longer*", "non refundable", "non changeable", "not refundable", "not changeable", "does not belong*", "doesnt belong*", "not owned by*", "declined", "rejected", "not enough", "insufficient", "exceeds*", "not available", "isnt available", "should match*", "should be the original*", "should be different*", "not eligible*", "not active", "is inactive", "is disabled", "is pending", "not pending", "not delivered", "not confirmed", "was cancelled", "is cancelled", "been cancelled", "only…allowed", "limit…reached", "maximum number of", "more than…allowed", "too many", "not supported for*", "cannot add*", "cannot change*", "cannot remove*", "cannot cancel*", "cannot update*", "cannot modify*", "cannot use*", "cannot reduce*", "cannot book*", "cannot refund*", "cannot process*", "nothing to refund*", "minimum…amount", "below…minimum", "past", "in the future"},
			and: things,
			not: []string{"in flight", "could not be located*", "could not be found*", "event loop*", "event handler*", "event name*", "event stream*", "user account control", "event source*", "service account*", "storage account*", "account key*", "account id*", "account is required", "model*", "json*", "schema*", "http*", "undefined", "null", "parameter*", "argument*", "property", "header*", "index", "list", "array", "must be a*", "must be positive*", "cannot be empty*", "cannot be blank*", "cannot be null*", "key", "keys", "token*", "configured", "rpc error", "grpc*", "column*", "configuration", "data", "option*", "attribute*", "field*", "in order to*", "server*", "database*", "query*", "class*", "type*"},
		},
		example: "Error: Reservation is not in PENDING state.",
	},
	{
		name: "not_a_member", cause: answer, reason: BadRequest, retry: RetryNo, home: Tool,
		when:    cond{any: []string{"you already*", "you have already*", "youve already*", "user already*", "user has already*", "already have a*", "user is not part of*", "not a member of*", "not enrolled*", "not assigned to*", "not subscribed*", "not following*", "insufficient funds", "insufficient stock", "not enough money", "not enough points", "exceeds your balance*", "order…must be*", "your turn", "game is over", "already voted", "already checked*", "already completed"}, not: []string{"organization*", "type*"}},
		example: "Error: user is not part of a family.",
	},
}
