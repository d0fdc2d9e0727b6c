using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>What is in the world besides cases: messages, alarms, absences, uploaded ledgers, files that were made, another unit's people.</summary>
internal sealed class PermissionExtras(PermissionWorld world, NpgsqlConnection admin, UnitId elsewhere)
{
    /// <summary>A person and an account that only the other unit has, by number.</summary>
    public const int Foreign = 9000;

    public const string Alarm = "〔a trouble of the walk〕";

    /// <summary>The day's messages: so many wait for him, for somebody else, for one of another unit.</summary>
    public const int Mine = 71;
    public const int Anothers = 72;
    public const int Elsewheres = 73;

    private const int CopyEvent = 901;

    /// <summary>Who waits to be confirmed: an account for each who may.</summary>
    public Dictionary<string, int> Waiting { get; } = [];

    public Dictionary<string, Guid> Uploads { get; } = [];

    public async Task MakeAsync()
    {
        await ElsewhereAsync();
        await MessagesAsync();
        await AbsencesAsync();
        await UploadsAsync();
        await ProductsAsync();
        await WaitingAsync();
        await admin.ExecuteAsync("INSERT INTO alarm (unit_id, key, what) VALUES (1, 'of the walk', @Alarm)", new { Alarm });
    }

    private Task ElsewhereAsync() => admin.ExecuteAsync(
        """
        INSERT INTO person (unit_id, person_id, name, position) VALUES (@unit, @Foreign, 'foreigner', @Foreign);
        INSERT INTO account (unit_id, account_id, login, person_id) VALUES (@unit, @Foreign, 'foreigner', @Foreign)
        """,
        new { unit = elsewhere.Value, Foreign });

    private async Task MessagesAsync()
    {
        // What was copied is said by an event of the case.
        foreach (var relation in new[] { "part", "other", "named", "unnamed", "unit" })
        {
            var sent = CaseJson.Bytes(new CaseEvent.CopySent(1, new StageId("carrying-out"), [.. world.Members.Select(c => new PersonId(world.PersonOf(c)))], null));
            await admin.ExecuteAsync(
                """
                INSERT INTO case_event (unit_id, opened_month, case_id, seq, kind, actor, recorded_at, effective_on, payload, hash)
                SELECT unit_id, opened_month, case_id, @CopyEvent, 'copy-sent', NULL, now(), date '2021-06-02', @sent, head
                FROM flow_case WHERE case_id = @item
                """,
                new { CopyEvent, sent, item = world[relation].Item });
        }

        foreach (var column in world.Members)
        {
            await ToAsync(1, world.PersonOf(column), new MessageNote.Digest(new DateOnly(2021, 6, 2), Mine, 0, 0));
            foreach (var relation in new[] { "part", "named", "unnamed" })
            {
                await ToAsync(1, world.PersonOf(column), new MessageNote.Copied(new CaseId(world[relation].Item), CopyEvent));
            }
        }

        await ToAsync(1, world.PersonOf("other-head"), new MessageNote.Digest(new DateOnly(2021, 6, 2), Anothers, 0, 0));
        await ToAsync(1, world.PersonOf("other-head"), new MessageNote.Copied(new CaseId(world["other"].Item), CopyEvent));
        await ToAsync(elsewhere.Value, Foreign, new MessageNote.Digest(new DateOnly(2021, 6, 2), Elsewheres, 0, 0));
        await ToAsync(elsewhere.Value, Foreign, new MessageNote.Copied(new CaseId(world["unit"].Item), CopyEvent));
    }

    private Task ToAsync(int unit, int person, MessageNote note) => admin.ExecuteAsync(
        """
        INSERT INTO message (unit_id, key, recipient, kind, payload, subject_month, subject_id)
        VALUES (@unit, @key, @person, @kind, @payload, @month, @id)
        """,
        new
        {
            unit,
            key = $"{note}/{person}",
            person,
            kind = MessageNote.KindOf(note.GetType()),
            payload = note.Bytes(),
            month = note.Subject?.Month,
            id = note.Subject?.Value,
        });

    /// <summary>Next year, so that nobody stands in for anybody yet.</summary>
    private async Task AbsencesAsync()
    {
        foreach (var (column, no) in world.Members.Append("other-head").Select((c, no) => (c, no)))
        {
            await AwayAsync(1, 800 + no, world.PersonOf(column), world.PersonOf("other-drafter"));
        }

        await AwayAsync(elsewhere.Value, 800, Foreign, 1);
    }

    private Task AwayAsync(int unit, int no, int person, int proxy) => admin.ExecuteAsync(
        """
        INSERT INTO absence (unit_id, absence_id, person_id, proxy_id, valid_from, valid_to)
        VALUES (@unit, @no, @person, @proxy, date '2022-03-01', date '2022-03-02')
        """,
        new { unit, no, person, proxy });

    private async Task UploadsAsync()
    {
        var content = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18-annex.xlsx"));
        var hash = SHA256.HashData(content);
        foreach (var (unit, column, person) in world.Members.Select(c => (1, c, world.PersonOf(c)))
            .Append((1, "other", world.PersonOf("other-head"))).Append((elsewhere.Value, "unit", Foreign)))
        {
            Uploads[column] = Guid.CreateVersion7();
            await admin.ExecuteAsync(
                """
                INSERT INTO file (unit_id, sha256, name, media_type, size, content)
                VALUES (@unit, @hash, 'annex.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', length(@content), @content)
                ON CONFLICT DO NOTHING;
                INSERT INTO ledger_upload (unit_id, upload_id, source_sha256, name, uploaded_by)
                VALUES (@unit, @id, @hash, 'annex.xlsx', @person)
                """,
                new { unit, hash, content, id = Uploads[column], person });
        }
    }

    /// <summary>通报 is the first file of each campaign, what is archived the second.</summary>
    private async Task ProductsAsync()
    {
        foreach (var relation in PermissionWorld.Relations)
        {
            await admin.ExecuteAsync(
                """
                INSERT INTO product (unit_id, opened_month, case_id, ordered, root_month, root_id, kind, ordered_at, sha256, made_at)
                SELECT c.unit_id, c.opened_month, c.case_id, p.ordered, c.root_month, c.root_id, p.kind, now(),
                  (SELECT f.sha256 FROM file f WHERE f.unit_id = c.unit_id AND f.sha256 = decode(@evidence, 'hex')), now()
                FROM flow_case c
                CROSS JOIN (VALUES (101, @bulletin), (102, @package)) AS p (ordered, kind)
                WHERE c.case_id = @campaign
                """,
                new
                {
                    evidence = world[relation].Evidence,
                    campaign = world[relation].Campaign,
                    bulletin = nameof(Product.Bulletin),
                    package = nameof(Product.Package),
                });
        }
    }

    private async Task WaitingAsync()
    {
        foreach (var column in new[] { "security", "audit" })
        {
            Waiting[column] = column == "audit" ? 7001 : 7002;
            await admin.ExecuteAsync(
                """
                INSERT INTO person (unit_id, person_id, name, position) VALUES (1, @id, 'waits for ' || @column, @id);
                INSERT INTO account (unit_id, account_id, login, person_id, kind, unconfirmed_by)
                SELECT 1, @id, 'waits-' || @column, @id, 'system', account_id FROM account WHERE unit_id = 1 AND login = 'qiaoanlan'
                """,
                new { id = Waiting[column], column });
        }
    }
}
