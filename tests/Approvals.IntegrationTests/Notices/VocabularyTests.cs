using System.Text;
using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;
using Approvals.Web.Features.Vocabulary;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Notices;

/// <summary>What the office corrects is kept beside what was read, and the next notice is read with it.</summary>
public sealed class VocabularyTests : RegistrarDesk
{
    [Fact]
    public async Task A_name_that_the_clerk_explains_once_is_known_from_then_on_until_it_is_taken_away()
    {
        var page = await BringInAsync(1, "责任科室", "设备处、护理部");
        page.Texts("#row-1-departments .name-mark").ShouldBe(["护理部牵头", $"设备处{Texts.Notice.UnknownName}"]);

        page = await page.FormIn("#row-1").Choose("means", "医务科").PressAsync("save", "keep");
        page.Texts("#row-1-departments .name-mark").ShouldBe(["医务科牵头", "护理部"], page.Problems);
        var corrected = page.Texts("#row-1 .corrections li").ShouldHaveSingleItem();
        corrected.ShouldStartWith("责任科室：系统读作“设备处、护理部”，改为“医务科、护理部” 办公室文书，2021年6月2日");

        (await BringInAsync(2, "责任科室", "设备处、护理部")).Texts("#row-1-departments .name-mark").ShouldBe(["医务科牵头", "护理部"]);

        var words = await (await Office.AsAsync(Registrar)).OpenAsync("/vocabulary");
        words.Texts(".own-word h2").ShouldBe(["“设备处” 是科室“医务科”"]);
        words = await words.Form("/vocabulary?handler=Remove").PressAsync();
        words.Said.ShouldBe(Texts.Vocabulary.Removed);
        words.Count(".own-word").ShouldBe(0);
        (await BringInAsync(3, "责任科室", "设备处、护理部")).Texts("#row-1-departments .name-mark")
            .ShouldBe(["护理部牵头", $"设备处{Texts.Notice.UnknownName}"]);
    }

    [Fact]
    public async Task Of_two_clerks_who_explain_a_word_at_once_the_later_is_believed_and_the_earlier_is_kept_as_past()
    {
        var (by, bodies) = await Store.Database.ReadInUnitAsync(
            Office.Unit,
            async (connection, _) => (
                await connection.QuerySingleAsync<int>("SELECT person_id FROM account WHERE login = @login", new { login = Registrar }),
                (await connection.QueryAsync<int>("SELECT body_id FROM body ORDER BY body_id LIMIT 2")).ToList()),
            CancellationToken.None);
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        var waiting = second.ProcessID;
        await using var earlier = await first.BeginTransactionAsync();
        await TeachAsync(first, bodies[0]);
        var later = Task.Run(async () =>
        {
            await using var transaction = await second.BeginTransactionAsync();
            await TeachAsync(second, bodies[1]);
            await transaction.CommitAsync();
        });
        await Until.TrueAsync(WaitsAsync, () => "the later one does not wait for the earlier");
        await earlier.CommitAsync();
        await later;

        var words = await Store.Database.ReadInUnitAsync(
            Office.Unit,
            (connection, _) => connection.QueryAsync<(int Body, bool Past)>(
                "SELECT body_id, removed_at IS NOT NULL FROM own_word WHERE word = '设备处' ORDER BY word_id"),
            CancellationToken.None);
        words.ShouldBe([(bodies[0], true), (bodies[1], false)]);

        async Task<NpgsqlConnection> OpenAsync()
        {
            var connection = await Store.Database.Source.OpenConnectionAsync();
            await connection.ExecuteAsync("SELECT set_config('app.unit_id', @unit, false)", new { unit = $"{Office.Unit.Value}" });
            return connection;
        }

        Task TeachAsync(NpgsqlConnection connection, int body) => VocabularyStore.TeachAsync(
            connection, Office.Unit, "设备处", new Meaning.OfBody(new BodyId(body)), new PersonId(by), null, CancellationToken.None);

        async Task<bool> WaitsAsync()
        {
            await using var admin = new NpgsqlConnection(Store.AdminConnection);
            return await admin.QuerySingleAsync<bool>(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid = @pid)", new { pid = waiting });
        }
    }

    [Fact]
    public async Task A_correction_that_is_taken_back_is_no_longer_one()
    {
        var page = await BringInAsync(1, "责任科室", "护理部");
        page = await page.FormIn("#row-1").Write("title", "改过的名称").PressAsync("save", "keep");
        page.Texts("#row-1 .corrections li").ShouldHaveSingleItem().ShouldStartWith("事项名称：系统读作“改善候诊环境”，改为“改过的名称”");

        page = await page.FormIn("#row-1").Write("title", "改善候诊环境").PressAsync("save", "keep");
        page.Count("#row-1 .corrections").ShouldBe(0);
    }

    [Fact]
    public async Task A_column_that_nobody_knew_is_read_as_soon_as_the_clerk_says_what_it_is()
    {
        var page = await BringInAsync(1, "承接方", "护理部");
        page.Texts("#row-1-departments .name-mark").ShouldBeEmpty();
        page.Text("#heads summary").ShouldBe($"{Texts.Heads.Title} {Texts.Heads.UnknownMark}");

        var form = page.FormIn("#heads");
        page = await form.ChooseIn(2, "column", "责任科室").PressAsync();
        page.Said.ShouldBe(Texts.Heads.ReadAnew);
        page.Texts("#row-1-departments .name-mark").ShouldBe(["护理部牵头"]);
        page.Count("#heads .mark-open").ShouldBe(0);

        (await BringInAsync(2, "承接方", "护理部")).Texts("#row-1-departments .name-mark").ShouldBe(["护理部牵头"]);
    }

    [Fact]
    public async Task What_somebody_has_put_a_hand_to_is_not_read_anew_but_the_column_is_remembered()
    {
        var page = await BringInAsync(1, "承接方", "护理部");
        page = await page.FormIn("#row-1").Write("standard", "候诊时间有记录").PressAsync("save", "keep");
        page = await page.FormIn("#heads").ChooseIn(2, "column", "责任科室").PressAsync();
        page.Said.ShouldBe(Texts.Heads.KeptOnly(Texts.Heads.Touched));
        page.Value("#row-1-standard").ShouldBe("候诊时间有记录");

        (await BringInAsync(2, "承接方", "护理部")).Texts("#row-1-departments .name-mark").ShouldBe(["护理部牵头"]);
    }

    [Fact]
    public async Task All_departments_are_each_named_or_one_answers_for_them_as_the_clerk_chooses()
    {
        var page = await BringInAsync(1, "责任科室", "各职能科室");
        var each = page.All("#row-1-departments select[name=means] option").Select(o => o.TextContent.Trim())
            .First(t => t.StartsWith("逐个列出", StringComparison.Ordinal));
        page = await page.FormIn("#row-1").Choose("means", each).PressAsync("save", "keep");
        var members = page.Texts("#row-1-departments .name-mark").ToList();
        each.ShouldBe(Texts.Corrected.Each(members.Count));
        members[..2].ShouldBe(["党政综合办公室牵头", "医务科"]);

        var other = await BringInAsync(2, "责任科室", "各职能科室");
        other = await other.FormIn("#row-1").Choose("means", Texts.Corrected.OneBody("党政综合办公室")).PressAsync("save", "keep");
        other.Texts("#row-1-departments .name-mark").ShouldBe(["党政综合办公室牵头"]);
        (await (await Office.AsAsync(Registrar)).OpenAsync("/vocabulary")).Count(".own-word").ShouldBe(0);
    }

    private async Task<WebPage> BringInAsync(int number, string head, string owner)
    {
        var page = await NoticeDesk.BringInAsync(
            await Office.AsAsync(Registrar), NoticeDesk.Elsewhere, $"{number}.txt", Encoding.UTF8.GetBytes($"""
                绍市中医〔2021〕{number}号
                关于印发服务提升任务清单的通知
                各科室：
                现将任务清单印发给你们，请遵照执行。
                绍兴市中医院
                2021年6月1日

                附件
                任务清单
                序号	工作任务	{head}	完成时限
                1	改善候诊环境	{owner}	2021年9月30日
                2	优化收费流程	{owner}	2021年10月29日
                """));
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        return page;
    }
}
