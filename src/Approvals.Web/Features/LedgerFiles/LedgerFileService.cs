using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine.Definitions;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.LedgerFiles;

/// <summary>What the clerk says of a workbook.</summary>
/// <param name="Columns">Of its heads, in their order.</param>
internal sealed record LedgerForm(string Title, string? Number, DateOnly? IssuedOn, ImmutableArray<string> Columns);

/// <summary>已有台账: a workbook becomes a notice with items, its columns told by the clerk.</summary>
internal sealed class LedgerFileService(
    LedgerFileStore store, NoticeReading reading, NoticeUpload upload, FileDoor door, Editions editions)
{
    /// <summary>So many values of each column are shown.</summary>
    private const int Samples = 3;

    public bool MayBring(CurrentUser user) => May(user, Power.Register) || May(user, Power.Draft);

    private bool May(CurrentUser user, Power power) => Gate.Has(user, editions.Current, power);

    /// <returns>The address to go on with; or the sentence why not.</returns>
    public async Task<(Guid? Id, string? Problem)> TakeAsync(
        NoticeSource source, CurrentUser user, CancellationToken cancellation)
    {
        var (name, content) = (source.Name, source.Content);
        try
        {
            if (await door.ScanAsync(name, content, user, cancellation) is { } infected)
            {
                return (null, infected);
            }

            if ((await reading.ReadListAsync(name, content, user, null, [], cancellation)).Draft.Heads.IsEmpty)
            {
                return (null, Texts.LedgerFiles.NoHeads(name, content));
            }

            var (ruling, refused) = await door.AdmitNoticeAsync(name, content, source.Reason, cancellation);
            return refused is not null ? (null, refused) : (await store.KeepAsync(source with { Ruling = ruling }, user, cancellation), null);
        }
        catch (NoticeRefusedException refused)
        {
            return (null, refused.Message);
        }
    }

    /// <summary>
    /// Null: there is no such workbook, or it is not his to see. One that cannot be opened any more has no columns, and says why.
    /// </summary>
    public async Task<LedgerFileView?> LookAsync(Guid id, CurrentUser user, CancellationToken cancellation)
    {
        if (await FindAsync(id, user, May(user, Power.SeeAll), cancellation) is not { } file)
        {
            return null;
        }

        NoticeDraft draft;
        try
        {
            draft = (await reading.ReadListAsync(file.Name, file.Content, user, null, [], cancellation)).Draft;
        }
        catch (NoticeRefusedException refused)
        {
            return new LedgerFileView(id, file.Name, Path.GetFileNameWithoutExtension(file.Name), null, null, [], false)
            {
                Problem = refused.Message,
            };
        }

        var told = await store.ToldAsync(user.Unit.Id, [.. draft.Heads.Select(h => h.Text)], cancellation);
        return new LedgerFileView(
            id, file.Name, draft.Title ?? Path.GetFileNameWithoutExtension(file.Name), draft.Number, draft.IssuedOn,
            [
                .. draft.Heads.Select((head, at) =>
                    new LedgerColumnView(head.Text, told?[at] ?? head.Column ?? ChecklistColumns.Other, SamplesOf(head, draft))),
            ],
            told is not null);
    }

    /// <summary>The notice that the workbook became; null where it became none that the person may see.</summary>
    public Task<Guid?> BecameAsync(Guid id, CurrentUser user, CancellationToken cancellation) =>
        store.BecameAsync(id, Gate.Parameters(user, editions.Current), user.Unit.Id, cancellation);

    public async Task<UploadAnswer?> BringInAsync(
        Guid id, LedgerForm form, string key, CurrentUser user, CancellationToken cancellation)
    {
        if (await FindAsync(id, user, May(user, Power.Register), cancellation) is not { } file
            || !May(user, NoticeUpload.PowerOf(form.Number is null ? Door.Here : Door.Elsewhere)))
        {
            return null;
        }

        if (Problem(form) is { } problem)
        {
            return new UploadAnswer.Refused(problem);
        }

        try
        {
            return await BringInAsync(file, form, key, user, cancellation);
        }
        catch (NoticeRefusedException refused)
        {
            return new UploadAnswer.Refused(refused.Message);
        }
    }

    private async Task<UploadAnswer> BringInAsync(
        LedgerUpload file, LedgerForm form, string key, CurrentUser user, CancellationToken cancellation)
    {
        var heads = (await reading.ReadListAsync(file.Name, file.Content, user, null, [], cancellation)).Draft.Heads
            .Select(h => h.Text).ToImmutableArray();
        if (heads.Length != form.Columns.Length)
        {
            return new UploadAnswer.Refused(Texts.LedgerFiles.Incomplete);
        }

        var read = await reading.ReadListAsync(
            file.Name, file.Content, user, form.IssuedOn, [.. heads.Zip(form.Columns)], cancellation);
        if (read.Draft.Items.IsEmpty)
        {
            return new UploadAnswer.Refused(Texts.LedgerFiles.NoItems);
        }

        await store.TellAsync(heads, form.Columns, user, cancellation);
        var draft = read.Draft with { Title = form.Title, Number = form.Number, IssuedOn = form.IssuedOn };
        return await upload.BringInAsync(
            form.Number is null ? Door.Here : Door.Elsewhere,
            Source(file, new ToldColumns(heads, form.Columns), user, cancellation), read with { Draft = draft },
            (key, SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Id}\n{form.Title}\n{form.Number}\n{form.IssuedOn:O}\n{string.Join('\n', form.Columns)}"))),
            user, cancellation);
    }

    private static NoticeSource Source(LedgerUpload file, ToldColumns told, CurrentUser user, CancellationToken cancellation) =>
        new(file.Name, file.Content, null)
        {
            Becomes = (connection, notice) => LedgerFileStore.TieAsync(connection, user.Unit.Id, file.Id, notice, told, cancellation),
        };

    private async Task<LedgerUpload?> FindAsync(Guid id, CurrentUser user, bool all, CancellationToken cancellation) =>
        await store.FindAsync(id, user, all, cancellation) is { } file && (all || MayBring(user)) ? file : null;

    private static string? Problem(LedgerForm form) =>
        form.Title.Length == 0 ? Texts.LedgerFiles.NoTitle
        : form.Number is null != form.IssuedOn is null ? Texts.LedgerFiles.NumberAndDate
        : form.Columns.Any(c => !ChecklistColumns.All.Contains(c)) ? Texts.LedgerFiles.Incomplete
        : !ChecklistColumns.MakeList(form.Columns) ? Texts.LedgerFiles.TooFew
        : null;

    private static ImmutableArray<string> SamplesOf(ReadHead head, NoticeDraft draft)
    {
        var cell = draft.Text[head.Source.Line].Cell;
        return cell is null ? []
            :
            [
                .. draft.Text.Where(l => l.Cell is { } c && c.Table == cell.Table && c.Column == cell.Column && c.Row > cell.Row)
                    .Select(l => l.Text.Trim()).Where(t => t.Length > 0 && t != head.Text).Distinct().Take(Samples)
                    .Select(t => t.Length > 30 ? t[..30] + "…" : t),
            ];
    }
}

/// <summary>A workbook and its columns.</summary>
/// <param name="Remembered">The columns are as they were told of such a workbook before.</param>
public sealed record LedgerFileView(
    Guid Id, string Name, string Title, string? Number, DateOnly? IssuedOn, ImmutableArray<LedgerColumnView> Columns, bool Remembered)
{
    /// <summary>Why it cannot be gone on with; null where it can.</summary>
    public string? Problem { get; init; }
}

/// <param name="Column">What it is taken for.</param>
/// <param name="Samples">The first values that stand below it.</param>
public sealed record LedgerColumnView(string Head, string Column, ImmutableArray<string> Samples);
