namespace Approvals.Engine.Definitions;

/// <summary>What an action asks for or accepts.</summary>
public abstract record Input
{
    private Input()
    {
    }

    /// <param name="Title">How the form asks for it; null: as pages do anyway.</param>
    public sealed record Reason(string? Title = null) : Input;

    /// <param name="Title">As of a reason.</param>
    public sealed record Report(string? Title = null) : Input;

    /// <param name="Title">As of a reason.</param>
    public sealed record Evidence(string? Title = null) : Input;

    /// <summary>The stage to which a return goes, where the presser chooses.</summary>
    public sealed record Target : Input;

    /// <summary>How the case comes on again after a return, where the presser chooses.</summary>
    public sealed record Way : Input;

    /// <summary>Another open case of the same definition below the same parent.</summary>
    public sealed record Sibling : Input;

    /// <param name="Later">It must lie after the case's due date.</param>
    public sealed record Date(bool Later = false) : Input;

    /// <summary>Sets the case's date of that name (日程).</summary>
    /// <param name="Before">Another named date that must lie after it.</param>
    /// <param name="Ahead">It must lie after today: what would follow from an earlier one happens at once, for good.</param>
    public sealed record NamedDate(string Name, string Title, string? Before, bool Ahead = false) : Input;

    /// <summary>Sets the case's number of that name (指标); the latest counts.</summary>
    /// <param name="AtLeast">Inclusive.</param>
    /// <param name="AtMost">Inclusive.</param>
    public sealed record Number(string Name, string Title, string? Unit, decimal? AtLeast, decimal? AtMost) : Input;

    /// <summary>A day about the case's periodic duty.</summary>
    public sealed record Occurrence(OccurrenceDay Day, string Title) : Input;

    /// <summary>Names the members of a party.</summary>
    /// <param name="AtLeast">So many members, or it is not named.</param>
    /// <param name="Including">Every member that this party has must be among them.</param>
    public sealed record Naming(Party Party, int AtLeast = 1, Party? Including = null) : Input
    {
        /// <summary>As what they are named here; null: as pages call that party.</summary>
        public string? Title { get; init; }
    }
}

/// <summary>What may be recorded about a day of a duty that counts as held otherwise.</summary>
public enum Excepting
{
    /// <summary>停诊: it was or will not be held, and not on another day either.</summary>
    CalledOff,

    /// <summary>改期: on another day instead.</summary>
    Moved,

    /// <summary>It is held after all: what was recorded is taken back.</summary>
    Held,
}

/// <summary>Which days a form may name.</summary>
public enum OccurrenceDay
{
    /// <summary>One on which the duty is held.</summary>
    Held,

    /// <summary>One on which it is not held so far, and no holiday.</summary>
    Free,

    /// <summary>One on which it would be held if nothing had been recorded.</summary>
    Excepted,
}
