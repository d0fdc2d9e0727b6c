using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Calendars;
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

/// <summary>Brings a notice in through one of the two doors: reads it, keeps the file, opens its case.</summary>
public sealed class NoticeUpload(
    Database database, CaseStore cases, Editions editions, FileStore files, NumberRegister numbers, WorkCalendar calendar,
    Jobs.Waker waker)
{
    private const string Registered = """
        SELECT EXISTS (
          SELECT FROM notice n
          JOIN flow_case c ON c.unit_id = n.unit_id AND c.opened_month = n.opened_month AND c.case_id = n.case_id
          WHERE n.unit_id = @unit AND n.number = @number AND (NOT c.ended OR c.splits <> '{}'))
        """;

    public async Task<UploadAnswer> BringInAsync(
        Door door, string fileName, byte[] content, string key, CurrentUser user, CancellationToken cancellation)
    {
        NoticeDraft draft;
        try
        {
            draft = Read(fileName, content, user);
        }
        catch (NoticeRefusedException refused)
        {
            return new UploadAnswer.Refused(refused.Message);
        }

        if (await RefuseAsync(door, draft, user, cancellation) is { } sentence)
        {
            return new UploadAnswer.Refused(sentence);
        }

        var id = CaseId.Derive(user.Today, $"{user.Unit.Id.Value}/{key}");
        var answer = await cases.OpenAsync(
            user.Unit.Id, id, door == Door.Elsewhere ? Occasion.IssuedElsewhere : Occasion.Drafted, Seed(draft, user),
            user.Person.Id,
            key, SHA256.HashData(content),
            connection => WriteAsync(connection, id, door, fileName, content, draft, user, cancellation),
            cancellation);
        switch (answer)
        {
            case Answer.Done:
                await waker.SettleAsync(user.Unit.Id, cancellation);
                return new UploadAnswer.Opened(id);
            case Answer.Refused refused:
                // it has just started
                return new UploadAnswer.Refused(
                    Texts.For(refused.Why, editions.Current.StartingOn(Occasion.Drafted)!.Value.Workflow));
            default:
                return new UploadAnswer.Refused(Texts.Acting.KeyReused);
        }
    }

    private NoticeDraft Read(string fileName, byte[] content, CurrentUser user)
    {
        using var stream = new MemoryStream(content, writable: false);
        return NoticeReader.Read(stream, fileName, new ReadOptions(calendar, user.Today)
        {
            KnownNames = user.Directory.Names.NamesOn(user.Today),
        });
    }

    private async Task<string?> RefuseAsync(Door door, NoticeDraft draft, CurrentUser user, CancellationToken cancellation)
    {
        if (draft.Title is null)
        {
            return Texts.Uploads.NoTitle;
        }

        if (door == Door.Here)
        {
            return draft is { Number: not null, IssuedOn: not null } ? Texts.Uploads.AlreadyIssued(draft.Number) : null;
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
                    : null;
            },
            cancellation);
    }

    private ChildSeed Seed(NoticeDraft draft, CurrentUser user)
    {
        var body = user.Posts.Where(p => editions.Current.Carries(p.Role, Power.ReadIn)).Select(p => p.Body).FirstOrDefault();
        var leaders = draft.Items.SelectMany(i => i.Leaders).Distinct()
            .Select(user.Directory.Names.PersonCalled).OfType<PersonId>().Distinct()
            .OrderBy(p => user.Directory.Directory.People[p].Order).ToImmutableArray();
        var parties = ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.Drafter, PartyMembers.Of(user.Person.Id))
            .Add(Party.DraftingDepartment, PartyMembers.Of(body))
            .Add(Party.ResponsibleLeaders, PartyMembers.Of(leaders));
        return new ChildSeed(
            "", draft.Title ?? "",
            user.Directory.Host is { } host ? parties.Add(Party.HostDepartment, PartyMembers.Of(host)) : parties, [], null);
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, CaseId id, Door door, string fileName, byte[] content, NoticeDraft draft, CurrentUser user,
        CancellationToken cancellation)
    {
        var unit = user.Unit.Id;
        var file = await files.KeepAsync(connection, unit, fileName, content, user.Person.Id, cancellation);
        await NoticeRows.InsertAsync(
            connection, new NewNotice(unit, id, door == Door.Elsewhere, draft, file, user), cancellation);
        if (door == Door.Elsewhere && DocumentNumber.TryParse(draft.Number ?? "") is { } number
            && await numbers.IsKeptHereAsync(connection, unit, number.Symbol, cancellation) is false)
        {
            await numbers.RecordAsync(connection, unit, number, id, user.Person.Id, cancellation);
        }
    }
}
