using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;
using Approvals.Web.Features.Notices;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Notices;

/// <summary>Two clerks at the same notice; and what is signed of it.</summary>
public sealed partial class WholeReadingTests
{
    [Fact]
    public async Task Of_two_who_take_the_same_row_away_or_bring_it_back_one_does_and_the_other_is_told()
    {
        var page = await RegisterAsync();
        var second = await OtherAsync(page);
        var gone = await Task.WhenAll(
            page.FormAt("#row-2-remove").Write("reason", "上年已办").PressAsync(),
            second.FormAt("#row-2-remove").Write("reason", "不归本院").PressAsync());
        gone.Count(p => p.Problems.Contains(Texts.Edits.ChangedMeanwhile, StringComparison.Ordinal)).ShouldBe(1);
        (await OneAsync<int>("SELECT count(*)::int FROM notice_row_removed")).ShouldBe(1);

        var (one, other) = (await page.Browser.OpenAsync(page.Path), await OtherAsync(page));
        var back = await Task.WhenAll(one.FormIn("#removed").PressAsync(), other.FormIn("#removed").PressAsync());
        back.Count(p => p.Words.Contains(Texts.Listing.Back("2", null), StringComparison.Ordinal)).ShouldBe(1);
        back.Count(p => p.Words.Contains(Texts.Edits.ChangedMeanwhile, StringComparison.Ordinal)).ShouldBe(1);
        (await OneAsync<int>("SELECT count(*)::int FROM notice_row WHERE row_no = '2'")).ShouldBe(1);
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Two_who_add_a_row_at_once_get_two_numbers()
    {
        var page = await RegisterAsync();
        var other = await OtherAsync(page);
        await Task.WhenAll(
            page.FormIn("#add-row").Write("title", "增设母婴室").PressAsync(),
            other.FormIn("#add-row").Write("title", "增设轮椅").PressAsync());
        page = await page.Browser.OpenAsync(page.Path);
        page.Texts(".row-card .row-no").ShouldBe(["1", "2", "3", "4", "5"]);
        new[] { "增设母婴室", "增设轮椅" }.Except(page.Texts(".row-title")).ShouldBeEmpty();
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Of_one_who_saves_a_row_and_one_who_takes_it_away_one_is_told()
    {
        var page = await RegisterAsync();
        var other = await OtherAsync(page);
        var (saved, gone) = (
            page.FormIn("#row-2").Write("standard", "排队不超过十分钟").PressAsync("save", "keep"),
            other.FormAt("#row-2-remove").Write("reason", "上年已办").PressAsync());
        var (save, remove) = (await saved, await gone);
        var refused = new[]
        {
            save.Problems.Contains(Texts.Listing.RowGone("2"), StringComparison.Ordinal),
            remove.Problems.Contains(Texts.Edits.ChangedMeanwhile, StringComparison.Ordinal),
        };
        refused.Count(r => r).ShouldBe(1);
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Who_corrects_the_head_while_it_is_handed_down_does_so_before_or_not_at_all()
    {
        var page = await ReadyAsync(await RegisterAsync());
        var (id, user) = (new CaseId(Guid.Parse(page.Path[^36..])), await UserAsync());
        var form = page.FormIn("#heading");
        var edit = new HeadEdit(
            form.Value("version"), form.Value("title"), "绍市中医〔2021〕17号", form.Value("issuer"), ["各科室"], new(2021, 6, 1), null, []);
        var (hand, head) = (
            page.Offering("divide").PressAsync("divide"),
            Office.Services.GetRequiredService<NoticeEdits>().SaveHeadAsync(id, edit, "at once", user, CancellationToken.None));
        var (after, saved) = (await hand, await head);
        (saved is EditAnswer.Saved).ShouldBe(!(await ItemsAsync()).Any(), after.Problems);
        (await OneAsync<string>("SELECT number FROM notice")).ShouldBe(saved is EditAnswer.Saved ? "绍市中医〔2021〕17号" : "绍市中医〔2021〕7号");
        await ShouldBeSoundAsync();
    }

    /// <summary>Signatures of the first release stand for this hash: it may never be counted otherwise.</summary>
    [Fact]
    public async Task What_nobody_corrected_is_signed_as_it_was_before_it_could_be()
    {
        await RegisterAsync();
        var parts = await OneAsync<string>("SELECT content_parts FROM notice");
        parts.Split('\n').Select(p => p.Split(' ')[0]).Distinct().ShouldBe(["source", "title", "issuer", "dates", "row", "recurrence", "ruling"], ignoreOrder: true);
        (await HashAsync()).ShouldBe("70e506ab3b6986ca30b756dccb51aab6e82a1e9c43d4beca1d4875f0bc7ffec7");
    }

    [Theory]
    [InlineData("#heading form", "title", "改过的标题")]
    [InlineData("#heading form", "number", "绍市中医〔2021〕17号")]
    [InlineData("#heading form", "addressees", "医务科")]
    [InlineData("#heading form", "dated", "2021-05-31")]
    [InlineData("#heading form", "cc", "市卫生健康委")]
    [InlineData("#row-4-remove", "reason", "不归本院")]
    [InlineData("#add-row form", "title", "增设母婴室")]
    [InlineData("#row-1 form", "plan", "甲。乙。")]
    [InlineData("#row-1 form", "points", "甲\n乙")]
    public async Task Whatever_is_corrected_is_signed(string form, string field, string written)
    {
        var page = await RegisterAsync();
        var before = await HashAsync();
        await (form == "#row-1 form" ? page.FormAt(form).Write(field, written).PressAsync("save", "keep")
            : page.FormAt(form).Write(field, written).PressAsync());
        (await HashAsync()).ShouldNotBe(before);
    }

    [Fact]
    public async Task Parting_joining_and_bringing_back_are_signed()
    {
        var page = await RegisterAsync();
        var hashes = new List<string> { await HashAsync() };
        page = await page.FormAt("#row-1-split").Mark("piece", Checking).PressAsync();
        hashes.Add(await HashAsync());
        page = await page.FormAt("#row-4-merge").Choose("into", "2　优化收费流程").Tick("sure").PressAsync();
        hashes.Add(await HashAsync());
        await page.FormIn("#removed").PressAsync();
        hashes.Add(await HashAsync());
        hashes.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task Of_two_who_tell_columns_at_once_the_later_does_not_undo_the_earlier()
    {
        var page = await BringInAsync("""
            绍市中医〔2021〕9号
            关于印发服务提升任务清单的通知
            各科室：
            现将任务清单印发给你们，请遵照执行。
            绍兴市中医院
            2021年6月1日

            附件
            任务清单
            序号	工作任务	承接方	怎么弄	完成时限
            1	改善候诊环境	护理部	有记录	2021年9月30日
            2	优化收费流程	门诊办	有台账	2021年10月29日
            """);
        var (id, user, heads) = (new CaseId(Guid.Parse(page.Path[^36..])), await UserAsync(), Office.Services.GetRequiredService<HeadLessons>());
        var seen = await Store.Database.ReadInUnitAsync(
            Office.Unit, (connection, _) => NoticeRows.NoticeAsync(connection, Office.Unit, id, CancellationToken.None), CancellationToken.None);
        (await heads.TeachAsync(id, seen.ShouldNotBeNull(), [("承接方", "departments")], "a", user, CancellationToken.None)).Refused.ShouldBeFalse();
        var later = await heads.TeachAsync(id, seen, [("怎么弄", "measure")], "b", user, CancellationToken.None);
        later.Sentence.ShouldBe(Texts.Heads.KeptOnly(Texts.Edits.ChangedMeanwhile));

        page = await page.Browser.OpenAsync(page.Path);
        page.Texts("#row-1-departments .name-mark").ShouldBe(["护理部牵头"]);
    }

    [Fact]
    public async Task What_a_blank_form_leaves_open_is_read_from_the_plan_and_offered_once_more_where_it_was_put_down()
    {
        var page = await RegisterAsync();
        page = await page.FormIn("#add-row").Write("title", "标识检查").Write("plan", "护理部每季度检查一次标识。").PressAsync();
        page.Texts("#row-3-departments .name-mark").ShouldBe(["护理部牵头"], page.Problems);
        page.Count("#row-3 input[name=recurs][checked]").ShouldBe(1);

        await using (var admin = new Npgsql.NpgsqlConnection(Store.AdminConnection))
        {
            await admin.ExecuteAsync("UPDATE notice_row SET recurrence = NULL WHERE row_no = '3'");
        }

        page = await page.Browser.OpenAsync(page.Path);
        page.Count("#row-3 input[name=recurs]").ShouldBe(1);
        page.Count("#row-3 input[name=recurs][checked]").ShouldBe(0);
    }

    [Fact]
    public async Task Whom_a_listed_sentence_names_and_nobody_knows_is_asked_and_learnt()
    {
        var page = await BringInAsync(Text.Replace("医务科于", "设备处于", StringComparison.Ordinal));
        page = await page.Browser.OpenAsync(page.Links("a[href*='?list=']").ShouldHaveSingleItem());
        page.Text("#add-row-departments").ShouldNotBeNull().ShouldContain(Texts.Corrected.Asks("设备处"));
        page = await page.FormIn("#add-row").Choose("means", "医务科").PressAsync();
        page.Texts("#row-3-departments .name-mark").ShouldBe(["医务科牵头"], page.Problems);
        (await (await Office.AsAsync(Registrar)).OpenAsync("/vocabulary")).Texts(".own-word h2").ShouldBe(["“设备处” 是科室“医务科”"]);
    }

    [Fact]
    [Trait("Part", "browser")]
    public async Task On_a_screen_a_half_written_row_is_not_left_without_a_question()
    {
        var path = (await RegisterAsync()).Path;
        await using var screen = await Chromium.OpenAsync(Office, "whole-reading-asks");
        var page = await screen.OpenAsync(Registrar, path);
        var asked = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.DismissAsync();
        };
        await page.ClickAsync("#add-row > summary");
        await page.FillAsync("#add-row-title", "写到一半");
        await page.ClickAsync("#row-1 .row-form button[value=keep]");
        await Until.TrueAsync(() => Task.FromResult(asked.Count > 0), () => "nobody asks");
        asked.ShouldBe(["beforeunload"]);
        (await page.InputValueAsync("#add-row-title")).ShouldBe("写到一半");
    }

    private Task<string> HashAsync() => OneAsync<string>("SELECT content_hash FROM notice");

    /// <summary>The same page before another clerk.</summary>
    private async Task<WebPage> OtherAsync(WebPage page) => await (await Office.AsAsync(Registrar)).OpenAsync(page.Path);
}
