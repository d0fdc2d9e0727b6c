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

    public TypedSplit? Split { get; init; }

    public TypedMerge? Merge { get; init; }

    public TypedRemoval? Removal { get; init; }

    /// <summary>The difference whose sentence is to be listed.</summary>
    public int? Found { get; init; }

    /// <summary>Of a long list, the row to be edited; null: the first that is not confirmed.</summary>
    public string? Only { get; init; }

    /// <summary>Of one row, what its 拆分, 合并 or 删除 said; null: nothing of this row was refused.</summary>
    public RowMoreTyped? Of(string no) =>
        Split is { } split && split.No == no
            ? new RowMoreTyped { Title = split.Title, Pieces = split.Pieces, SplitProblem = split.Problem }
        : Merge is { } merge && merge.No == no ? new RowMoreTyped { Into = merge.Into, MergeProblem = merge.Problem }
        : Removal is { } removal && removal.No == no
            ? new RowMoreTyped { Reason = removal.Reason, RemoveProblem = removal.Problem }
        : null;

    /// <summary>What was refused of a row, whose forms may be gone by now: its number, and why.</summary>
    public (string No, string Problem)? OfRow =>
        Row is var (edit, problems) ? (edit.No, problems[0].Sentence)
        : Split is { } split ? (split.No, split.Problem)
        : Merge is { } merge ? (merge.No, merge.Problem)
        : Removal is { } removal ? (removal.No, removal.Problem)
        : null;
}

/// <param name="Pieces">What was ticked to go to the new row.</param>
internal sealed record TypedSplit(string No, string Title, ImmutableSortedSet<string> Pieces, string Problem);

internal sealed record TypedMerge(string No, string Into, string Problem);

internal sealed record TypedRemoval(string No, string Reason, string Problem);
