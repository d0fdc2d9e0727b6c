using System.Collections.Immutable;

namespace Approvals.Engine.Deadlines;

/// <summary>What a deadline phrase means at an issuing date: a proposal for a person, never a silent decision.</summary>
/// <param name="Phrase">The words as they stand in the text.</param>
/// <param name="RuleId">Null when no rule reads the phrase; then it is asked about.</param>
/// <param name="Says">The rule in one Chinese sentence, for the person who confirms.</param>
/// <param name="Confidence">0…1, as the table of rules gives it.</param>
public sealed record DeadlineReading(string Phrase, string? RuleId, string Says, double Confidence)
{
    /// <summary>Proposed last day, inclusive. Null where the rule asks, and for 长期坚持 and endless recurrences.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Every day that the words name, where they name several; <see cref="DueOn"/> is the last of them.</summary>
    public ImmutableArray<DateOnly> Days { get; init; } = [];

    /// <summary>Time of day on <see cref="DueOn"/>; null means the day ends at 24:00.</summary>
    public TimeOnly? DueTime { get; init; }

    /// <summary>目标日: the workday before, where <see cref="DueOn"/> is a day off; the ladder counts to it.</summary>
    public DateOnly? TargetOn { get; init; }

    public DateOnly? StartsOn { get; init; }

    /// <summary>
    /// End of a window that is asked about (夏季: 08-31), or the date that the words literally give but that had passed.
    /// </summary>
    public DateOnly? MentionedOn { get; init; }

    public Recurrence? Recurrence { get; init; }

    /// <summary>A person must confirm the proposal, or answer where there is none.</summary>
    public bool MustConfirm { get; init; }

    /// <summary>The rule proposes nothing: a person must say the date.</summary>
    public bool Asks { get; init; }

    /// <summary>The words literally name a day before the issuing date (<see cref="MentionedOn"/>).</summary>
    public bool AlreadyPast { get; init; }

    /// <summary>A date that fell out of a year whose official calendar is not loaded.</summary>
    public bool Provisional { get; init; }
}
