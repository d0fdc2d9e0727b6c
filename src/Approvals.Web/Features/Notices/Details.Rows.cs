using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Calendars;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Approvals.Web.Features.Notices;

/// <summary>Forms that correct a whole reading: rows added, taken away, brought back, parted and joined, and the head.</summary>
public sealed partial class DetailsModel
{
    /// <param name="found">The difference whose sentence is listed; null: from a blank form.</param>
    public async Task<IActionResult> OnPostAddAsync(Guid id, int? found, string? key, CancellationToken cancellation)
    {
        var (edit, problem) = ReadRow("", confirm: false);
        return await EditAsync(
            id, key,
            async user => problem is null ? await _edits.AddRowAsync(new CaseId(id), edit, found, key!, user, cancellation)
                : new EditAnswer.Refused([problem]),
            saved => (saved.Row is { } no ? Texts.Listing.Added(no) : Texts.Edits.Saved, saved.Row),
            refused => ShowAsync(new CaseId(id), new TypedAgain { Added = (edit, refused.Problems), Found = found }, cancellation),
            cancellation);
    }

    public Task<IActionResult> OnPostRemoveAsync(
        Guid id, string? no, string? version, string? reason, string? key, CancellationToken cancellation) => EditAsync(
            id, key,
            user => _edits.RemoveRowAsync(new CaseId(id), no ?? "", version ?? "", (reason ?? "").Trim(), key!, user, cancellation),
            _ => (Texts.Listing.Gone(no ?? ""), null),
            Again(id, problem => new TypedAgain { Removal = new(no ?? "", reason ?? "", problem) }, cancellation), cancellation);

    public Task<IActionResult> OnPostRestoreAsync(Guid id, string? no, string? key, CancellationToken cancellation) => EditAsync(
        id, key, user => _edits.RestoreRowAsync(new CaseId(id), no ?? "", key!, user, cancellation),
        saved => (Texts.Listing.Back(no ?? "", saved.Into), no),
        refused =>
        {
            this.Say(refused.Problems[0].Sentence, refused: true);
            return Task.FromResult<IActionResult>(Redirect($"/notices/{id}"));
        },
        cancellation);

    /// <param name="piece">The sentences or points that go to the new row.</param>
    public Task<IActionResult> OnPostSplitAsync(
        Guid id, string? no, string? version, string? title, string[] piece, string? key, CancellationToken cancellation) =>
        EditAsync(
            id, key,
            user => _edits.SplitRowAsync(
                new CaseId(id), no ?? "", version ?? "", (title ?? "").Trim(), [.. piece], key!, user, cancellation),
            saved => (saved.Row is { } other ? Texts.Listing.Parted(no ?? "", other) : Texts.Edits.Saved, no),
            Again(id, problem => new TypedAgain { Split = new(no ?? "", title ?? "", [.. piece], problem) }, cancellation), cancellation);

    /// <param name="into">The row that takes the work over: its version, a colon, its number.</param>
    public Task<IActionResult> OnPostMergeAsync(
        Guid id, string? no, string? version, string? into, bool sure, string? key, CancellationToken cancellation)
    {
        var other = (into ?? "").Split(':', 2) is [var shown, var row] ? (No: row, Version: shown) : (No: "", Version: "");
        return EditAsync(
            id, key,
            user => _edits.MergeRowAsync(new CaseId(id), (no ?? "", version ?? ""), other, sure, key!, user, cancellation),
            _ => (Texts.Listing.Joined(no ?? "", other.No), other.No),
            Again(id, problem => new TypedAgain { Merge = new(no ?? "", other.No, problem) }, cancellation), cancellation);
    }

    /// <summary>改抬头. The fields of dates are empty or a day.</summary>
    public Task<IActionResult> OnPostHeadAsync(
        Guid id, string? version, string? title, string? number, string? issuer, string? addressees, string? dated, string? printed,
        string? cc, string? key, CancellationToken cancellation)
    {
        var edit = new HeadEdit(
            version ?? "", (title ?? "").Trim(), string.IsNullOrWhiteSpace(number) ? null : number.Trim(), (issuer ?? "").Trim(),
            [.. HeadEdit.Names(addressees)], WrittenDay.Read(dated), WrittenDay.Read(printed), [.. HeadEdit.Names(cc)]);
        ImmutableArray<FieldProblem> problems =
        [
            .. new[] { ("dated", dated, edit.IssuedOn), ("printed", printed, edit.PrintedOn) }
                .Where(f => f.Item2 is { Length: > 0 } && f.Item3 is null).Select(f => new FieldProblem(f.Item1, Texts.Acting.BadDate)),
        ];
        return EditAsync(
            id, key,
            async user => problems.IsEmpty ? await _edits.SaveHeadAsync(new CaseId(id), edit, key!, user, cancellation)
                : new EditAnswer.Refused(problems),
            _ => (Texts.Listing.HeadKept, null),
            refused => ShowAsync(new CaseId(id), new TypedAgain { Head = (edit, refused.Problems) }, cancellation),
            cancellation);
    }

    /// <param name="saved">What is said then, and the row to go to.</param>
    private async Task<IActionResult> EditAsync(
        Guid id, string? key, Func<CurrentUser, Task<EditAnswer>> edit, Func<EditAnswer.Saved, (string Sentence, string? Row)> saved,
        Func<EditAnswer.Refused, Task<IActionResult>> refused, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await ShutOutAsync(new CaseId(id), user, cancellation) is { } shut)
        {
            return shut;
        }

        if (string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        switch (await edit(user))
        {
            case EditAnswer.Saved done:
                var (sentence, row) = saved(done);
                this.Say(sentence, refused: false);
                return Redirect(At(id, row));
            case EditAnswer.Refused why:
                return await refused(why);
            case EditAnswer.Forbidden:
                return this.Forbidden();
            default:
                return NotFound();
        }
    }

    /// <summary>The page shows once more what was typed, with the reason.</summary>
    private Func<EditAnswer.Refused, Task<IActionResult>> Again(
        Guid id, Func<string, TypedAgain> typed, CancellationToken cancellation) =>
        refused => ShowAsync(new CaseId(id), typed(refused.Problems[0].Sentence), cancellation);

    private static string At(Guid id, string? row) =>
        row is null ? $"/notices/{id}" : $"/notices/{id}?row={Uri.EscapeDataString(row)}#row-{Uri.EscapeDataString(row)}";
}
