using System.Collections.Immutable;

namespace Approvals.Readers.Comparing;

/// <summary>What one line of a list promises (一项工作), as far as lists are compared.</summary>
/// <param name="Key">Unique in its list.</param>
/// <param name="Work">What is to be done, in the list's own words; the title again where it has no others.</param>
/// <param name="Bodies">The first named leads.</param>
/// <param name="DueOn">Null: the line names no day.</param>
/// <param name="Lasting">长期坚持.</param>
public sealed record Promise(
    string Key, string Title, string Work, ImmutableArray<string> Leaders, ImmutableArray<string> Bodies, DateOnly? DueOn, bool Lasting)
{
    /// <summary>序号, by which another notice may speak of it; null where it has none.</summary>
    public int? No { get; init; }
}

public enum PromiseField
{
    /// <summary>办理时限.</summary>
    DueOn,

    /// <summary>责任领导.</summary>
    Leaders,

    /// <summary>责任科室.</summary>
    Bodies,

    /// <summary>事项名称 and 内容.</summary>
    Work,
}

/// <summary>One value that the new list gives otherwise than the live one.</summary>
public sealed record FieldChange(PromiseField Field, Promise Was, Promise Now);

/// <summary>How alike two promises are, in a form that a person can check.</summary>
/// <param name="Percent">Of all that both say, weighed by how rare it is, so much is common; 100 where they say the same.</param>
/// <param name="SharedWords">The longest stretches that both have, in the order of the new one.</param>
public sealed record Alikeness(int Percent, ImmutableArray<string> SharedWords);

/// <summary>What a new list means for a live one.</summary>
public abstract record ListProposal
{
    private ListProposal()
    {
    }

    /// <summary>Nobody has promised it yet.</summary>
    public sealed record Added(Promise Row) : ListProposal;

    /// <summary>The same work promised already. No changes: word for word the same.</summary>
    public sealed record Same(Promise Row, Promise Live, Alikeness Alike, ImmutableArray<FieldChange> Changes) : ListProposal;

    /// <summary>A live promise that is no longer to be kept.</summary>
    /// <param name="Row">The line that says so; null where the whole list was given anew without it.</param>
    public sealed record Withdrawn(Promise Live, Promise? Row) : ListProposal;
}
