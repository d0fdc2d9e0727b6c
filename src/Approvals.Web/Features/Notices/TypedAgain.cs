using System.Collections.Immutable;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Notices;

/// <summary>What was typed and refused just now, to be shown once more with the reason; and what the address asks to be open.</summary>
internal sealed record TypedAgain
{
    public (int No, string? Note, string Problem)? Ruling { get; init; }

    public (RowEdit Edit, ImmutableArray<FieldProblem> Problems)? Row { get; init; }

    public (RowEdit Edit, ImmutableArray<FieldProblem> Problems)? Added { get; init; }

    public (HeadEdit Edit, ImmutableArray<FieldProblem> Problems)? Head { get; init; }

    /// <summary>The difference whose sentence is to be listed.</summary>
    public int? Found { get; init; }

    /// <summary>Of a long list, the row to be edited; null: the first that is not confirmed.</summary>
    public string? Only { get; init; }
}
