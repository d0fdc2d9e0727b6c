using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Messages;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features.Inbox;

/// <summary>我的待办.</summary>
/// <param name="Batches">Assignments that take the same action by one press; what is here is not among the cards.</param>
/// <param name="Groups">The cards by lamp, the most pressing first; empty groups are left out.</param>
/// <param name="Waiting">How many wait on all pages together.</param>
/// <param name="Paging">Null where one page holds them all.</param>
public sealed record InboxView(ImmutableArray<InboxBatch> Batches, ImmutableArray<InboxGroup> Groups, int Waiting, Paging? Paging)
{
    /// <summary>代您记录: what others wrote down in my name, until I have read it among my messages.</summary>
    public ImmutableArray<MessageLine> Recorded { get; init; } = [];
}

public sealed record InboxGroup(LampView Lamp, ImmutableArray<InboxCard> Cards);

/// <summary>One assignment.</summary>
/// <param name="What">The stage's title.</param>
/// <param name="From">The notice or campaign that it comes from; null when the subject is the notice itself.</param>
/// <param name="Ask">One sentence: what is asked of whom.</param>
/// <param name="Again">Why it came back, with who said so; null when it did not.</param>
public sealed record InboxCard(
    string What, string Title, string Href, Link? From, string Ask, string? Again, DateOnly? DueOn, LampView Lamp, ActPanel Panel)
{
    /// <summary>What whoever sent it here had to give as his reason; null where none was asked for.</summary>
    public string? Because { get; init; }

    /// <summary>When the next reminder goes, and what else its time asks for; null where it has none.</summary>
    public string? Time { get; init; }

    /// <summary>What it is about, where it was opened aside: the definition, who asks for what, why.</summary>
    public ImmutableArray<string> About { get; init; } = [];
}

/// <summary>
/// Many assignments, one press (销号 in batches). Posted to <c>/act/together</c> with key, back, act, pick (many) and the
/// opinion.
/// </summary>
/// <param name="Heading">The stage's title and where it comes from.</param>
/// <param name="Opinion">An optional text for all of them; null when the action takes none.</param>
public sealed record InboxBatch(
    string Anchor, string Heading, string As, string ActionId, string ActionTitle, string Key, string Back,
    InputOffer? Opinion, string? Problem, ImmutableArray<BatchChoice> Choices);

/// <param name="Note">What speaks for it: 验收通过，无未决问题.</param>
public sealed record BatchChoice(
    Guid CaseId, int Round, int Seat, string ContentHash, string Title, string Href, string Note, DateOnly? DueOn, LampView Lamp,
    bool Ticked)
{
    /// <summary>The value of the form field <c>pick</c>: case, round, seat and hash joined by dots.</summary>
    public string Value => $"{CaseId:N}.{Round}.{Seat}.{ContentHash}";
}
