using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>Two rows on their way to become one (合并), each as the form showed it.</summary>
/// <param name="sure">He said that he has looked at both.</param>
internal sealed class RowJoining((string No, string Version) gone, (string No, string Version) into, bool sure)
{
    private bool _chosen;
    private bool _changed;
    private bool _clash;

    /// <summary>Null before it was looked up, and where there are no two rows.</summary>
    public MergedRow? Merged { get; private set; }

    public ImmutableArray<FieldProblem> Problems =>
        !_chosen ? [new FieldProblem("", Texts.Listing.ChooseRow)]
        : _changed ? [new FieldProblem("", Texts.Edits.ChangedMeanwhile)]
        : _clash ? [new FieldProblem("", Texts.Listing.DutiesDiffer)]
        : !sure ? [new FieldProblem("", Texts.Listing.NotSure)]
        : [];

    /// <summary>Both as they stand under the lock.</summary>
    public async Task PrepareAsync(
        NpgsqlConnection connection, CaseId id, NoticeRecord notice, CurrentUser user, CancellationToken cancellation)
    {
        var rows = await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation);
        var (lost, kept) = (Find(gone.No), Find(into.No));
        _chosen = into.No.Length > 0 && into.No != gone.No;
        _changed = lost is null || kept is null || kept.SameAs is not null
            || $"{lost.Version}" != gone.Version || $"{kept.Version}" != into.Version;
        if (lost is null || kept is null || !_chosen || _changed)
        {
            return;
        }

        _clash = lost.Recurrence is { } one && kept.Recurrence is { } other && one != other;
        Merged = MergedRow.Of(
            kept, lost, notice.Read(), await Corrections.ReadingAsync(connection, id, kept, notice, user, cancellation), user);

        ChecklistRowRecord? Find(string no) => rows.FirstOrDefault(r => r.RowNo == no);
    }
}
