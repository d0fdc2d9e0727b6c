using System.Collections.Immutable;

namespace Approvals.Web.Features.Cases;

/// <summary>灯: computed from due date and calendar, never stored. Each has a colour, a shape and a word.</summary>
public enum LampColour
{
    /// <summary>正常, a disc.</summary>
    Green,

    /// <summary>临期, a triangle.</summary>
    Yellow,

    /// <summary>逾期, an octagon.</summary>
    Red,

    /// <summary>已结, a ring.</summary>
    Grey,

    /// <summary>中止, two bars: its time stands still.</summary>
    Paused,
}

/// <param name="Word">正常, 临期, 逾期, 已结 or 中止 (<see cref="Texts.Lamps"/>).</param>
/// <param name="Detail">How far, without the word: 还有3天, 今天到期, 2天 (overdue); null where the word says enough.</param>
public sealed record LampView(LampColour Colour, string Word, string? Detail);

public enum RailState
{
    Done,
    Current,
    Ahead,
}

/// <param name="Note">When it was done, or for whom it waits; null where nothing is to say.</param>
public sealed record RailStage(string Title, RailState State, string? Note);

/// <summary>The definition's stages in order.</summary>
/// <param name="Name">What runs, for screen readers: the case's title.</param>
public sealed record StageRail(string Name, ImmutableArray<RailStage> Stages)
{
    /// <summary>The place of the current stage, from 1; the last when all are done.</summary>
    public int Position => Stages.IndexOf(Stages.FirstOrDefault(s => s.State == RailState.Current) ?? Stages[^1]) + 1;

    public bool Finished => Stages.All(s => s.State == RailState.Done);
}

/// <param name="Size">As words: 1.2 MB.</param>
public sealed record Attachment(string Name, string Size, string Href)
{
    /// <summary>Why it was taken with the numbers of people in it; null where it has none.</summary>
    public string? Note { get; init; }
}

/// <summary>One line of a case's history.</summary>
/// <param name="At">Instant, in the unit's zone.</param>
/// <param name="Who">Name and post: 周怀谦（分管院领导）.</param>
/// <param name="What">The action's title, or a sentence: 同意.</param>
/// <param name="Recorded">代录 and 补录 as words: 据纸质批示，李某6月8日代录; null when the person pressed.</param>
/// <param name="Opinion">意见 or reason, as typed.</param>
/// <param name="Where">The stage or branch, as words; null when plain from the page.</param>
public sealed record StoryEntry(
    DateTimeOffset At,
    string Who,
    string What,
    OfferTone Tone,
    string? Recorded,
    string? Opinion,
    string? Where,
    ImmutableArray<Attachment> Attachments)
{
    /// <summary>The other case that it tells of; null where there is none.</summary>
    public Link? Other { get; init; }
}

/// <summary>A word that may lead somewhere.</summary>
public sealed record Link(string Title, string Href);

/// <summary>Who is waited for.</summary>
/// <param name="For">What is waited for, the stage's title.</param>
public sealed record WaitingFor(string Who, string For, DateOnly Since, DateOnly? DueOn, LampView? Lamp);
