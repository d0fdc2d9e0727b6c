using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>What became of an uploaded file.</summary>
public abstract record UploadAnswer
{
    private UploadAnswer()
    {
    }

    public sealed record Opened(CaseId Notice) : UploadAnswer;

    public sealed record Refused(string Sentence) : UploadAnswer;
}

/// <summary>The file of a notice as somebody brings it.</summary>
/// <param name="Reason">Why it is taken as it is, if it holds the numbers of people.</param>
internal sealed record NoticeSource(string Name, byte[] Content, string? Reason)
{
    /// <summary>What is kept of that reason; null where there are no such numbers.</summary>
    public FileRuling? Ruling { get; init; }

    /// <summary>What its bringer writes of the notice that it becomes, in the same transaction.</summary>
    public Func<NpgsqlConnection, CaseId, Task> Becomes { get; init; } = (_, _) => Task.CompletedTask;
}

/// <summary>Brings a notice in through one of the two doors: reads it, keeps the file, opens its case.</summary>
internal sealed class NoticeUpload(
    Database database, CaseStore cases, Editions editions, FileStore files, NumberRegister numbers, NoticeReading reading,
    FileDoor arrivals, Jobs.Waker waker)
{
    private const string Registered = """
        SELECT EXISTS (
          SELECT FROM notice n
          WHERE n.unit_id = @unit AND n.live
            AND translate(regexp_replace(n.number, '\s', '', 'g'), '[［【（(]］】）)', '〔〔〔〔〔〕〕〕〕〕')
              = translate(regexp_replace(@number, '\s', '', 'g'), '[［【（(]］】）)', '〔〔〔〔〔〕〕〕〕〕'))
        """;

    public async Task<UploadAnswer> BringInAsync(
        Door door, NoticeSource source, string key, CurrentUser user, CancellationToken cancellation)
    {
        try
        {
            if (await arrivals.ScanAsync(source.Name, source.Content, user, cancellation) is { } infected)
            {
                return new UploadAnswer.Refused(infected);
            }

            var read = await reading.ReadAsync(source.Name, source.Content, user, cancellation);
            var (ruling, refused) = await arrivals.AdmitNoticeAsync(source.Name, source.Content, source.Reason, cancellation);
            return refused is not null ? new UploadAnswer.Refused(refused)
                : await BringInAsync(door, source with { Ruling = ruling }, read, (key, SHA256.HashData(source.Content)), user, cancellation);
        }
        catch (NoticeRefusedException refused)
        {
            // Whatever else it is, a program is no text in an unknown spelling.
            return new UploadAnswer.Refused(
                refused.Reason == RefusedFile.NotText && FileType.Of(source.Name, source.Content) == FileType.Unknown
                    ? Texts.Files.NotTaken(source.Name) : refused.Message);
        }
    }

    /// <summary>The same of what was read already.</summary>
    /// <param name="form">Its key, and the hash of all that it says.</param>
    public async Task<UploadAnswer> BringInAsync(
        Door door, NoticeSource source, ReadNotice read, (string Key, byte[] Body) form, CurrentUser user,
        CancellationToken cancellation)
    {
        // In this order: a refusal because of what this same form did before finds the form's first answer.
        var sentence = await RefuseAsync(door, read.Draft, user, cancellation);
        return await FirstAnswerAsync(form.Key, form.Body, user, cancellation)
            ?? (sentence is null ? await OpenAsync(door, source, read, form, user, cancellation)
                : new UploadAnswer.Refused(sentence));
    }

    private async Task<UploadAnswer> OpenAsync(
        Door door, NoticeSource source, ReadNotice read, (string Key, byte[] Body) form, CurrentUser user,
        CancellationToken cancellation)
    {
        var draft = read.Draft;
        var id = CaseId.Derive(user.Today, $"{user.Unit.Id.Value}/{form.Key}");
        Answer answer;
        try
        {
            answer = await cases.OpenAsync(
                user.Unit.Id, id, OccasionOf(door), Seed(read, source.Name, door, user),
                user.Person.Id,
                form.Key, form.Body,
                connection => WriteAsync(connection, id, door, source, read, form.Key, user, cancellation),
                cancellation);
        }
        catch (PostgresException twice) when (twice is
        {
            SqlState: PostgresErrorCodes.UniqueViolation,
            ConstraintName: "notice_number"
        })
        {
            // Somebody else was registering it at the same moment.
            return new UploadAnswer.Refused(Texts.Uploads.Registered(draft.Number ?? ""));
        }

        switch (answer)
        {
            case Answer.Done { Before: false }:
                await waker.SettleAsync(user.Unit.Id, cancellation);
                return new UploadAnswer.Opened(id);
            case Answer.Refused refused:
                // it has just started
                return new UploadAnswer.Refused(
                    Texts.For(refused.Why, editions.Current.StartingOn(Occasion.Drafted)!.Value.Workflow));
            default:
                return await FirstAnswerAsync(form.Key, form.Body, user, cancellation)
                    ?? new UploadAnswer.Refused(Texts.Acting.KeyReused);
        }
    }

    /// <summary>What the same form was answered before, on whatever day; null for a new one.</summary>
    private async Task<UploadAnswer?> FirstAnswerAsync(string key, byte[] body, CurrentUser user, CancellationToken cancellation)
    {
        return await OpenedBefore.FindAsync(database, user.Unit.Id, key, body, cancellation) switch
        {
            (_, false) => null,
            ({ } @case, _) => new UploadAnswer.Opened(@case),
            _ => new UploadAnswer.Refused(Texts.Acting.KeyReused),
        };
    }

    private async Task<string?> RefuseAsync(Door door, NoticeDraft draft, CurrentUser user, CancellationToken cancellation)
    {
        if (door == Door.Here)
        {
            return draft is { Number: not null, IssuedOn: not null } ? Texts.Uploads.AlreadyIssued(draft.Number) : WhyNotHere(door, user);
        }

        if (draft is not { Number: { } number, IssuedOn: not null })
        {
            return Texts.Uploads.NotIssued;
        }

        return await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var known = await connection.QuerySingleAsync<bool>(new CommandDefinition(
                    Registered, new { unit = user.Unit.Id.Value, number }, cancellationToken: cancellation));
                return known ? Texts.Uploads.Registered(number)
                    : DocumentNumber.TryParse(number) is { } given
                        && !await numbers.IsFromElsewhereAsync(connection, user.Unit.Id, given, cancellation)
                        ? Texts.Uploads.NumberedHere(number)
                    : WhyNotHere(door, user);
            },
            cancellation);
    }

    /// <summary>Where nobody of the unit could do what lies ahead of such a case, it does not begin.</summary>
    private string? WhyNotHere(Door door, CurrentUser user) =>
        editions.Current.StartingOn(OccasionOf(door)) is { } start
            && Soundness.Judge(editions.Current, start, user.Directory.Directory, user.Today).Faults is [var first, ..]
            ? Texts.Checks.CannotStart(first.Message)
            : null;

    private static Occasion OccasionOf(Door door) => door == Door.Elsewhere ? Occasion.IssuedElsewhere : Occasion.Drafted;

    /// <summary>What lets somebody in by the door.</summary>
    public static Power PowerOf(Door door) => door == Door.Elsewhere ? Power.Register : Power.Draft;

    private ChildSeed Seed(ReadNotice read, string name, Door door, CurrentUser user)
    {
        var draft = read.Draft;
        var body = user.Posts.Where(p => editions.Current.Carries(p.Role, PowerOf(door))).Select(p => p.Body).FirstOrDefault();
        var leaders = draft.Items.SelectMany(i => i.Leaders).Distinct()
            .Select(read.Names.PersonCalled).OfType<PersonId>();
        var parties = ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.Drafter, PartyMembers.Of(user.Person.Id))
            .Add(Party.DraftingDepartment, PartyMembers.Of(body))
            .Add(Party.ResponsibleLeaders, RowLeaders.Of(leaders, user.Directory.Directory));
        if (door == Door.Elsewhere && Addressees.Of(read.Draft.Addressees, read.Names, user) is { IsEmpty: false } addressed)
        {
            parties = parties.Add(Party.Addressees, PartyMembers.Of(addressed));
        }

        return new ChildSeed(
            "", NoticeRows.TitleOf(draft, name),
            user.Directory.Host is { } host ? parties.Add(Party.HostDepartment, PartyMembers.Of(host)) : parties,
            UrgencyMark.IsUrgent(draft) ? [Facts.Urgent] : [], null);
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, CaseId id, Door door, NoticeSource source, ReadNotice read, string key,
        CurrentUser user,
        CancellationToken cancellation)
    {
        var unit = user.Unit.Id;
        var file = await files.KeepAsync(connection, unit, source.Name, source.Content, user.Person.Id, cancellation);
        if (source.Ruling is { } ruling)
        {
            await BroughtFiles.RuleAsync(connection, unit, file.Sha256, ruling, user.Person.Id, cancellation);
        }

        await NoticeRows.InsertAsync(
            connection, new NewNotice(unit, id, door == Door.Elsewhere, read, file, user), cancellation);
        await OpenedBefore.RememberAsync(connection, unit, key, id, cancellation);
        await source.Becomes(connection, id);

        // A 代字 without a register needs none to stand once: the unique index on the notices sees to that.
        if (door == Door.Elsewhere)
        {
            await numbers.RecordIfElsewhereAsync(connection, unit, read.Draft.Number, id, user.Person.Id, cancellation);
        }
    }
}
