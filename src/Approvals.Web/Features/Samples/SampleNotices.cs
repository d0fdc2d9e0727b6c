using System.Collections.Immutable;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Units;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Dapper;

namespace Approvals.Web.Features.Samples;

/// <summary>
/// What stands in the sample units at the first start: in the real one 18号, registered through the door 已印发, nothing
/// ruled on yet; in each invented one its twin, re-dated so that today falls in the campaign's middle, and running.
/// </summary>
internal sealed class SampleNotices(Database database, SampleHand hand, NoticeUpload upload, NoticeEdits edits)
{
    private const string Folder = "samples";
    private const string Sample = "sx-tcm-2021-18";

    private const string Finished = "sample/finished";

    private const string FirstNotice = """
        SELECT case_id
        FROM notice
        WHERE unit_id = @unit
        ORDER BY opened_month, case_id
        LIMIT 1
        """;

    private static readonly ImmutableArray<string> Reports =
    [
        "已召开科室会布置，分工到人，按计划推进。",
        "已与相关科室对接，本月完成第一次，现场有签到和照片。",
        "设施已采购到位，正在安装，下周可投入使用。",
        "已完成流程修订并公示，咨询台同步更新说明。",
        "已完成全部内容，台账和佐证材料已整理。",
    ];

    /// <summary>
    /// Every step has its own key, so a start that was killed in the middle is gone on with by the next one, also on
    /// another day; the mark is written last.
    /// </summary>
    public async Task OpenAsync(UnitRow unit, UnitFile file, CancellationToken cancellation)
    {
        if (await hand.HasDoneAsync(unit.Id, Finished, cancellation))
        {
            return;
        }

        var clerk = await hand.PersonWithAsync(unit, [Power.Register, Power.KeepChecklist], cancellation);
        await hand.FinishAsync(unit.Id, cancellation);
        var begun = await BegunAsync(unit.Id, cancellation);
        if (!unit.Demonstration)
        {
            var path = Path.Combine(AppContext.BaseDirectory, Folder, Sample + ".docx");
            if (begun is null)
            {
                await BringInAsync(Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellation), clerk, cancellation);
            }
        }
        else
        {
            await RunAsync(begun ?? await BringInTwinAsync(file, clerk, cancellation), clerk, cancellation);
        }

        await hand.MarkAsync(unit.Id, Finished, cancellation);
    }

    /// <summary>
    /// Nobody is served before the samples stand, so the first notice of a unit without the mark is the sample's.
    /// </summary>
    private async Task<CaseId?> BegunAsync(UnitId unit, CancellationToken cancellation) =>
        await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleOrDefaultAsync<Guid?>(
                new CommandDefinition(FirstNotice, new { unit = unit.Value }, cancellationToken: cancellation)),
            cancellation) is { } id ? new CaseId(id) : null;

    private async Task<CaseId> BringInTwinAsync(UnitFile file, CurrentUser clerk, CancellationToken cancellation)
    {
        var real = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, Folder, Sample + ".txt"), cancellation);
        var issuedOn = TwinNotice.IssuedFor(clerk.Today);
        return await BringInAsync(
            $"{file.ShortName}{issuedOn.Year}-18.txt", Encoding.UTF8.GetBytes(TwinNotice.Write(real, file, issuedOn)), clerk,
            cancellation);
    }

    private async Task RunAsync(CaseId id, CurrentUser clerk, CancellationToken cancellation)
    {
        if ((await hand.ChildrenAsync(clerk.Unit.Id, id, cancellation)).IsEmpty)
        {
            await RuleAsync(id, clerk, cancellation);
            await ConfirmAsync(id, clerk, cancellation);
        }

        await hand.PressAsync(clerk.Unit.Id, id, 1, reporting: false, Said.Nothing, cancellation);
        await WorkAsync(clerk.Unit.Id, id, cancellation);
    }

    private async Task<CaseId> BringInAsync(string name, byte[] content, CurrentUser clerk, CancellationToken cancellation) =>
        await upload.BringInAsync(Door.Elsewhere, new(name, content, null), $"sample/{name}", clerk, cancellation) switch
        {
            UploadAnswer.Opened opened => opened.Notice,
            UploadAnswer.Refused refused => throw new OfficeException(refused.Sentence),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task RuleAsync(CaseId id, CurrentUser clerk, CancellationToken cancellation)
    {
        var (notice, _, differences) = await ReadAsync(id, clerk, cancellation);
        // What an earlier start ruled on stands.
        foreach (var (finding, difference) in notice.Read().Findings.Zip(differences).Where(d => d.Second.Ruling is null))
        {
            var both = finding is { BodyText: not null, AnnexText: not null };
            Require(await edits.RuleAsync(
                id, difference.Difference, $"{difference.Version}", both ? Ruling.Annex : Ruling.Kept,
                both ? null : "已向承办科室核实，按原文执行。", $"sample/{id}/ruling/{difference.Difference}", clerk, cancellation));
        }
    }

    /// <summary>Where the notice names no day, the items fall due week after week, the first of them already past.</summary>
    private async Task ConfirmAsync(CaseId id, CurrentUser clerk, CancellationToken cancellation)
    {
        var (notice, rows, _) = await ReadAsync(id, clerk, cancellation);
        var issuedOn = notice.IssuedOn ?? clerk.Today;
        var place = 0;
        foreach (var row in rows)
        {
            var due = row.DueOn ?? issuedOn.AddMonths(1).AddDays(14 * place);
            place++;
            if (row.ConfirmedAt is not null)
            {
                continue;
            }

            Require(await edits.SaveRowAsync(
                id,
                new RowEdit(
                    row.RowNo, $"{row.Version}", row.Title, [.. row.Leaders], [.. row.Departments], row.LeadDepartment, due,
                    false,
                    "工作计划所列各条逐条落实，有记录、有佐证，现场能看到。", Confirm: true)
                {
                    Recurrence = row.Recurrence,
                },
                $"sample/{id}/row/{row.RowNo}", clerk, cancellation));
        }
    }

    private static void Require(EditAnswer answer)
    {
        if (answer is EditAnswer.Refused refused)
        {
            throw new OfficeException(string.Join(' ', refused.Problems.Select(p => p.Sentence)));
        }
    }

    private Task<(
        NoticeRecord Notice, ImmutableArray<ChecklistRowRecord> Rows, ImmutableArray<DifferenceRecord> Differences)> ReadAsync(
        CaseId id, CurrentUser clerk, CancellationToken cancellation) => database.ReadInUnitAsync(
            clerk.Unit.Id,
            async (connection, _) => (
                await NoticeRows.NoticeAsync(connection, clerk.Unit.Id, id, cancellation)
                    ?? throw new InvalidOperationException("a sample notice is not there"),
                await NoticeRows.RowsAsync(connection, clerk.Unit.Id, id, cancellation),
                await NoticeRows.DifferencesAsync(connection, clerk.Unit.Id, id, cancellation)),
            cancellation);

    /// <summary>Every department has come a different way: unread, begun, reported, handed in; a few items are signed.</summary>
    private async Task WorkAsync(UnitId unit, CaseId notice, CancellationToken cancellation)
    {
        var number = 0;
        foreach (var campaign in await hand.ChildrenAsync(unit, notice, cancellation))
        {
            foreach (var item in await hand.ChildrenAsync(unit, campaign, cancellation))
            {
                foreach (var branch in await hand.ChildrenAsync(unit, item, cancellation))
                {
                    await AdvanceAsync(unit, branch, number++, cancellation);
                }

                await hand.PressAsync(unit, item, 1, reporting: false, Said.Nothing, cancellation);
            }
        }
    }

    private async Task AdvanceAsync(UnitId unit, CaseId branch, int number, CancellationToken cancellation)
    {
        var steps = number % 5;
        var said = Said.Nothing with { Report = Reports[number % Reports.Length] };
        if (steps > 0)
        {
            await hand.PressAsync(unit, branch, 1, reporting: false, Said.Nothing, cancellation);
        }

        if (steps > 1)
        {
            await hand.PressAsync(unit, branch, 2, reporting: true, said, cancellation);
        }

        if (steps > 2)
        {
            await hand.PressAsync(unit, branch, 3, reporting: false, Said.Nothing with { Report = Reports[^1] }, cancellation);
        }
    }
}
