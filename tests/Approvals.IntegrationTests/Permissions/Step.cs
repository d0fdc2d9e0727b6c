using System.Collections.Immutable;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>
/// A step of a shipped definition at which a case stands that is everybody's own, and the press that is made there. Who sits there is
/// asked of the definition.
/// </summary>
/// <param name="Base">Of which of the subject's cases it is a twin.</param>
internal sealed record Step(
    string Kind, Func<Subject, Guid> Base, string Workflow, string Stage, string Action, params ImmutableArray<(string Name, string Value)> Said)
{
    /// <summary>It may be pressed at any stage, from no seat of it.</summary>
    public bool AtAnyStage { get; init; }

    /// <summary>What the case is besides; null: as its twin.</summary>
    public string[]? Facts { get; init; }

    /// <summary>Parties that people of these columns are, besides its twin's.</summary>
    public ImmutableArray<(string Party, string Column)> Named { get; init; } = [];

    private static readonly (string, string) Report = ("in.Report", "办好了");

    private static readonly (string, string) Reason = ("in.Reason", "另有安排");

    /// <summary>Every press of the matrix that the shipped definitions have, in its order.</summary>
    public static ImmutableArray<Step> All { get; } =
    [
        new("press-hand-in-draft", s => s.Draft, "notice", "drafting", "hand-in", ("in.Countersigners", "leader")),
        new("press-check", s => s.Draft, "notice", "checking", "agree") { Named = [("Countersigners", "leader")] },
        new("press-countersign", s => s.Draft, "notice", "countersigning", "agree")
        {
            Named = [("Countersigners", "deputy"), ("Countersigners", "head"), ("Countersigners", "leader"), ("Countersigners", "first")],
        },
        new("press-sign", s => s.Draft, "notice", "signing", "sign"),
        new("press-number", s => s.Draft, "notice", "numbering", "take-number"),
        new("press-issue", s => s.Draft, "notice", "issuing", "issue"),
        new("press-divide", s => s.Draft, "notice", "dividing", "divide"),
        new("press-circulate", s => s.Draft, "notice", "issued", "circulate", ("in.Readers", "leader")),
        new("press-acknowledge", s => s.Branch, "branch", "acknowledging", "acknowledge"),
        new("press-refuse", s => s.Branch, "branch", "acknowledging", "return", Reason),
        new("press-rule", s => s.Branch, "branch", "disputing", "overrule", Reason),
        new("press-report", s => s.Branch, "branch", "working", "progress", Report),
        new("press-submit-lead", s => s.Branch, "branch", "working", "complete", Report) { Facts = ["lead"] },
        new("press-submit-support", s => s.Branch, "branch", "working", "complete-part", Report) { Facts = [] },
        new("press-ask-for-time", s => s.Branch, "branch", "working", "ask-for-time", Reason, ("in.Date", "2021-08-01")),
        new("press-recommend-time", s => s.Branch, "extension", "weighing", "recommend"),
        new("press-grant-time", s => s.Branch, "extension", "granting", "grant"),
        new("press-report-period", s => s.Branch, "duty", "by-report", "report-period", Report),
        new("press-except-day", s => s.Branch, "duty", "on-its-days", "call-off", Reason),
        new("press-review", s => s.Item, "item", "department-signing", "agree"),
        new("press-sign-item", s => s.Item, "item", "leader-signing", "agree"),
        new("press-self-rate", s => s.Item, "item", "self-rating", "rate-done", Report),
        new("press-reconcile", s => s.Item, "item", "reconciling-row", "pass"),
        new("press-inspect", s => s.Item, "item", "inspecting", "accept") { Named = [("Inspectors", "inspector"), ("Inspectors", "other-inspector")] },
        new("press-rectify", s => s.Item, "item", "rectifying", "rectified", Report),
        new("press-clear", s => s.Item, "item", "signing-off", "clear") { Facts = [] },
        new("press-reopen", s => s.Item, "item", "cleared", "reopen", Reason),
        new("press-look-back", s => s.Item, "item", "kept-up", "look-back", Report),
        new("press-withdraw", s => s.Item, "item", "carrying-out", "withdraw", Reason) { AtAnyStage = true },
        new("press-reassign", s => s.Item, "item", "carrying-out", "rename-leaders", Reason, ("in.ResponsibleLeaders", "other-leader")) { AtAnyStage = true },
        new("press-release-upward", s => s.Branch, "reporting-up", "releasing", "release"),
        new("press-instruct", s => s.Branch, "reporting-up", "reading", "instruct", Report),
        new("press-open-phase", s => s.Campaign, "campaign", "running", "open-checks"),
        new("press-close", s => s.Campaign, "campaign", "summing-up", "close"),
        new("press-call-off", s => s.Campaign, "campaign", "running", "call-off", Reason) { AtAnyStage = true },
        new("edit-drafting", s => s.Draft, "notice", "drafting", ""),
        new("edit-checking", s => s.Draft, "notice", "checking", ""),
        new("edit-countersigning", s => s.Draft, "notice", "countersigning", "") { Named = [("Countersigners", "leader")] },
        // 办公室审核 is done while the text waits for its signature.
        new("edit-reviewing", s => s.Draft, "notice", "signing", ""),
        new("edit-signing", s => s.Draft, "notice", "signing", ""),
        new("edit-registering", s => s.Draft, "notice", "dividing", ""),
        new("hand-claim", s => s.Branch, "branch", "working", ""),
        new("hand-nudge", s => s.Branch, "branch", "working", ""),
    ];
}
