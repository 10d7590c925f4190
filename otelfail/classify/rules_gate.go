// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// checkers are what reads over code, data and commits for its faults, and what it looks for.
var checkers = []string{
	"mypy", "pyright", "gofmt", "goimports", "spotless*", "clang format*", "rustfmt", "prettier", "black", "biome", "oxlint", "vale", "files inspected", "reformat*", "eslint", "lint", "linter", "linting", "lint staged", "stylelint", "pylint", "flake8", "ruff", "rubocop", "phpstan", "PHPStan", "psalm", "phpcs", "phpmd", "golangci*", "clippy", "checkstyle", "pmd", "cpd", "detekt", "ktlint", "swiftlint", "SwiftLint", "spotbugs", "SpotBugs", "findbugs", "errorprone", "sonar*", "codacy", "semgrep", "codeql", "CodeQL", "trivy", "snyk", "grype", "bandit", "gitleaks", "trufflehog", "tflint", "tfsec", "checkov", "kubeconform", "kube linter", "conftest", "rego", "cargo deny", "dependency check", "license requirements", "licenses", "commitlint", "commit message*", "spectral", "markdownlint", "yamllint", "hadolint", "shellcheck", "ansible lint", "html validate", "pa11y", "knip", "depcheck", "deptrac", "arch unit", "ArchUnit", "dependency cruiser", "architecture violation*", "layer violation*", "expectations", "expectation suite", "expecation suite", "data quality", "danger", "repository rule*", "push rule*", "style violations", "rule violations", "code style", "max issues reached", "weighted issues", "severity vulnerabilities", "known vulnerabilities", "secret scanning*", "secrets", "leaks",
}

var gateRules = []rule{
	{ // A guardrail that counts its attempts, and an answer that its own judge holds back.
		name: "gate_failed", cause: gate, reason: Gate, retry: RetryNo,
		when:    cond{any: []string{"does not meet…criteria", "doesnt meet…criteria", "did not meet…criteria", "verdict reject*", "criteria not met*", "failed guardrail*", "failed the guardrail*", "guardrail validation failed*", "failed guard validation*", "not confident enough*", "confidence is too low*"}, not: []string{"failing open"}},
		example: "Task failed guardrail validation after 3 retries",
	},
	{ // A check that ran and said no, in whatever words.
		name: "named_gate", cause: gate, reason: Gate, retry: RetryNo,
		when: cond{
			any: []string{"accuracy", "recall", "independent verification", "score", "scored", "threshold", "judge", "evaluator", "critic", "verifier", "verdict", "relevancy", "relevance", "faithfulness", "consistency check", "feasibility check", "sanity check", "fact check", "safety check", "quality check", "compliance check", "quality bar", "acceptance criteria", "pass rate"},
			and: []string{"dropped from", "regressed", "verdict fail*", "verdict reject*", "did not produce…pass", "no pass", "not approved", "check failed", "checks failed", "fails", "below", "did not pass", "does not pass", "not meet", "not met", "rejected", "rejects", "too low", "fell short", "falls short", "failed the", "fail", "dropped to"},
			not: []string{"similarity threshold*", "distance threshold*", "memory*", "disk*", "cpu", "latency*", "rate limit*", "health*", "failed to*", "http*", "must*", "cannot*", "json*", "minimum score*", "column*", "field*", "crashed", "timed out", "argument*", "could not*"},
		},
		example: "itinerary rejected: fails feasibility check",
	},
	{ // What reads over code, and what it may not find there.
		name: "code_gate", cause: gate, reason: Gate, retry: RetryNo,
		when: cond{
			any: asOne("checker", checkers),
			and: []string{"need formatting*", "violated", "problems…errors", "errors…warnings", "would be reformatted*", "code style issues found*", "findings…blocking", "check failed", "checks failed", "offenses detected*", "violation", "violations", "too many warnings*", "warnings found", "problems found", "errors found", "issues found", "errors were found", "weighted issues", "max issues reached", "maximum allowed*", "not been met*", "not satisfied", "failed to satisfy*", "expectations failed", "suite…failed", "is not allowed by*", "rejected", "vulnerabilities found", "found…vulnerabilit*", "leaks found", "found…problem*", "found…error*", "found…warning*", "found…issue*", "found…violation*", "quality gate*", "does not follow*", "does not conform*", "test deny*", "fail policy*", "offenses detected*", "would reformat*", "push declined*"},
			not: []string{"access violation*", "sharing violation*", "segmentation*", "content policy*", "not found", "no such*", "cannot*", "could not*", "unable to*", "failed to load*", "timed out*", "constraint", "json*", "schema validation*", "unexpected token*", "http", "module*", "protocol violation*", "dns", "api key*", "kubernetes secrets*", "database*", "table"},
		},
		example: "ESLint found too many warnings (maximum: 1).",
	},
	{ // What an audit of packages and images found.
		name: "audit_gate", cause: gate, reason: Gate, retry: RetryNo,
		when: cond{
			any: []string{"vulnerabilities", "vulnerable packages", "license violations"},
			and: []string{"found", "detected", "high", "critical", "moderate", "severity", "failing", "exceeds*", "denied", "blocked"},
			not: []string{"not found", "database*", "timed out*", "http", "no vulnerabilities*", "0 vulnerabilities*", "found 0*", "download*", "connection*", "json*"},
		},
		example: "found 8 vulnerabilities (2 moderate, 6 high)",
	},
	{ // A check of a kind that gives a verdict, whoever runs it.
		name: "named_check", cause: gate, reason: Gate, retry: RetryNo,
		when: cond{
			any: []string{"style check", "lint check", "license check", "compatibility check", "policy check", "policy evaluation", "toxicity check", "security check", "security scan", "contract verification", "regression gate", "breaking changes", "semver checks", "signature policy", "accessibility violations", "style violations", "format violations", "dead links", "broken links", "spotless check*"},
			and: []string{"failed", "fails", "did not pass", "does not pass", "denied", "rejected", "found", "detected", "had format violations*", "blocked", "requires new major*", "dropped"},
			not: []string{"failed to*", "could not*", "cannot*", "unable to*", "not found", "no such*", "timed out*", "connection*", "http", "token*", "api key*", "crashed", "exception"},
		},
		example: "API compatibility check failed: breaking changes detected",
	},
	{ // What stands before a commit or a push, and said no.
		name: "hook_gate", cause: gate, reason: Gate, retry: RetryNo,
		when: cond{
			any: []string{"commit msg hook*", "pre push hook*", "pre receive hook*", "pre tool use hook*", "husky", "pre commit"},
			and: []string{"declined", "hook failed", "hook exited", "rejected by", "blocked by", "denied by", "cannot be bypassed"},
			not: []string{"not found", "no such*", "permission denied", "command not found", "not executable", "127", "126", "timed out*"},
		},
		example: "husky > pre-commit hook failed (add --no-verify to bypass)",
	},
	{ // What developers measure, and how much of it they ask for.
		name: "measured_gate", cause: gate, reason: Gate, retry: RetryNo,
		when: cond{
			any: []string{"covered ratio", "coverage", "bundle budget", "package size limit*", "bundlesize", "benchmark*", "rated at", "fail under", "mutation score", "performance score", "accessibility score", "quality score", "lighthouse*", "global threshold", "break threshold", "required score", "bundle size", "performance budget", "size budget"},
			and: []string{"not meet", "doesnt meet*", "not met", "not reached", "not reach", "below", "under", "less than", "lower than", "short of", "falls short", "fell short", "failed to reach*", "has exceeded", "failure for*", "max size", "not been met", "over budget", "limit by", "fail under", "required", "are required", "minimum", "target", "dropped", "decreased", "over budget", "budget exceeded", "exceeds*"},
			not: []string{"insurance", "must be*", "invalid*", "not found", "no such*", "module*", "cannot*", "could not*", "install*", "parse*", "timed out"},
		},
		example: "Coverage failure: total of 85 is less than fail-under=90",
	},
	{ // What was to look as it did.
		name: "picture_gate", cause: gate, reason: Gate, retry: RetryNo,
		when: cond{
			any: []string{"screenshot", "screenshots", "stored snapshot", "image snapshot", "image snapshots", "inline snapshot", "baseline image", "golden file", "golden image", "visual regression", "to match snapshot", "pixels"},
			and: []string{"differ", "differs", "are different", "is different", "not match*", "doesnt match*", "to match", "mismatch*", "close match", "comparison failed"},
			not: []string{"timed out", "not found", "no such*", "vector*", "dimension*", "tensor*", "must be*", "element", "invalid*"},
		},
		example: "Screenshot comparison failed: 1042 pixels are different",
	},
	{
		name: "gate", cause: gate, reason: Gate, retry: RetryNo,
		when: cond{any: []string{"budget…was not met*", "exceeded maximum budget budget*", "configured to fail if*", "threshold…:…failed", "output rail*", "input rail*", "moderation guard*", "did not pass…guard", "metrics…:…score…threshold", "pass rate dropped*", "dropped below*", "judge said*", "judge says*", "verifier said*", "grader said*", "failed score*", "reviewer…rejected", "reviewer agent*…reject*", "critic…reject*", "below the required*", "score…less than…threshold", "score…under…threshold", "score…lower than…threshold", "did not reach…threshold", "below the acceptance*", "failed for guard*", "guard…failed validation", "for guard", "denied by reviewer*", "denied by…reviewer", "rejected by…reviewer", "denied by the judge*", "blocked by reviewer*", "vetoed by*", "review failed", "failed review", "did not pass review", "did not pass the*…check", "did not pass…checks", "failed safety evaluation*", "evaluator said*", "failed the eval*", "answer was rejected*", "output was rejected*", "response was rejected by*", "validator rejected*", "assertion…output…failed", "grader*…fail*", "not approved by*", "validation of llm output failed*", "failed hooks", "toxic language*",
			"jailbreak*", "prompt injection…detected", "prompt injection attempt*", "pii detected", "toxic*…detected", "toxicity…threshold", "llama guard*", "validation by…guard", "failed quality*", "did not pass…evaluation", "did not meet…criteria", "confidence too low", "confidence…below*", "assertion…score*", "blocked by policy*", "blocked by guard*", "self check failed", "output…rejected by*", "answer…rejected by*", "evaluator…reject*", "rail*…triggered",
			"validation failed for field with errors", "not grounded", "unsafe content*…detected",
			"guardrail*", "input blocked*", "output blocked*", "hard gate*", "gate failed", "quality gate*", "rubric*", "judge…reject*", "evaluation failed", "evaluation…below*", "groundedness*", "hallucination*", "faithfulness*", "output failed validation by…judge", "failed evaluation", "policy check failed", "tripwire*", "eval failed", "failed the…check", "assertion…eval*",
		}, not: []string{"guardrail intervened*", "judge call*…failed", "judge…call failed", "evaluator call failed", "guardrail call failed", "access denied*", "must return*", "permission denied*", "health*", "domain*", "url", "host", "command*", "after…attempts", "after…retries", "timed out*", "parse*", "not approved by user*", "guardrail…not found", "guardrail identifier*", "validation exception", "content filter*", "failing open"}},
		example: "OutputGuardrailTripwireTriggered: Guardrail OutputGuardrail triggered tripwire",
	},
}
