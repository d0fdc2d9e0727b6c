using System.Net;
using Approvals.IntegrationTests.Pages;
using Approvals.IntegrationTests.Walk;
using Dapper;
using static Approvals.IntegrationTests.Pages.AffairOffice;

namespace Approvals.IntegrationTests.People;

/// <summary>
/// 业务管理: the office keeps who holds what. A change of a head needs no ticket: what waits follows the post from the day on.
/// The office's day is 2 June 2021.
/// </summary>
public sealed class PeoplePagesTests(AffairOffice office) : IClassFixture<AffairOffice>
{
    private static readonly DateOnly Today = new(2021, 6, 2);

    [Fact]
    public async Task A_new_head_takes_over_from_a_day_and_what_waits_for_the_department_is_his()
    {
        var contract = await office.BeginAsync(Handler, "contract", "接任合同");
        await office.PressAsync(Handler, contract, "hand-in", f => f
            .Write("in.Report", "某公司，三年").Attach("in.Evidence", "合同.txt", "合同"u8.ToArray()).Choose("in.Countersigners", "财务科"));

        var added = await AddAsync("温如玉", "财务科", "负责人", succeeds: true);

        added.Said.ShouldBe("已增加。登录账号请系统管理员开。段敏之的这项任职到2021年6月1日为止。");
        added.Words.ShouldContain("财务科 负责人");
        (await TextAsync("""
            SELECT string_agg(n.name, '、') FROM post p JOIN person n USING (unit_id, person_id) JOIN body b USING (unit_id, body_id)
            WHERE b.name = '财务科' AND p.role = 'head' AND DATE '2021-06-02' BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity')
            """)).ShouldBe("温如玉");
        (await TextAsync("SELECT string_agg(act, ',' ORDER BY trail_id) FROM trail WHERE about_person = (SELECT person_id FROM person WHERE name = '温如玉')"))
            .ShouldBe("PersonAdded,PersonAppointed");
    }

    [Fact]
    public async Task Of_several_who_hold_a_post_only_the_one_that_was_chosen_by_name_loses_it_and_the_trail_names_him()
    {
        await AddAsync("列位甲", "门诊药房", "副职");
        await AddAsync("列位乙", "门诊药房", "副职");
        var form = (await office.LookAsync(Office, "/people")).FormIn("details.filter").Write("named", "列位丙").Choose("body", "门诊药房").Choose("role", "副职");

        var asks = await form.Tick("succeeds").PressAsync();

        (await TextAsync("SELECT count(*) FROM person WHERE name = '列位丙'")).ShouldBe("0");
        asks.Words.ShouldContain("列位甲，到2021年6月1日为止");
        (await asks.FormIn("details.filter").PressAsync()).Problems.ShouldContain("请在下面选接谁的任");
        var chosen = await TextAsync("SELECT person_id FROM person WHERE name = '列位乙'") ?? "";
        var added = await asks.FormIn("details.filter").Mark("after", chosen).PressAsync();
        added.Said.ShouldBe("已增加。登录账号请系统管理员开。列位乙的这项任职到2021年6月1日为止。");
        (await TextAsync("""
            SELECT string_agg(n.name, '、' ORDER BY n.name) FROM post p JOIN person n USING (unit_id, person_id)
            WHERE n.name LIKE '列位_' AND p.role = 'deputy' AND DATE '2021-06-02' BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity')
            """)).ShouldBe("列位丙、列位甲");
        (await TextAsync($"SELECT details FROM trail WHERE act = 'PostEnded' AND about_person = {chosen}"))
            .ShouldBe("门诊药房 副职，到2021年6月1日为止，由列位丙接任");
    }

    [Fact]
    public async Task Who_holds_a_post_alone_is_named_before_another_takes_it_over_and_where_nobody_holds_it_there_is_nothing_to_take_over()
    {
        var added = await AddAsync("独任甲", "工会", "拟稿人");
        var form = (await office.LookAsync(Office, added.Path)).FormIn("section details.act-more:last-of-type");
        (await form.Choose("body", "财务科").Choose("role", "验收组成员").Tick("succeeds").PressAsync()).Problems
            .ShouldBe("那一天没有别人担任这个职务，不用勾选“接任”，没有登记。");
        var second = await (await office.LookAsync(Office, "/people")).FormIn("details.filter").Write("named", "独任乙").Choose("body", "工会")
            .Choose("role", "拟稿人").Tick("succeeds").PressAsync();
        second.Words.ShouldContain("独任甲，到2021年6月1日为止");
    }

    [Fact]
    public async Task Who_leaves_holds_nothing_from_the_day_after_and_the_page_says_first_what_only_he_can_do()
    {
        var added = await AddAsync("晏小山", "信息科", "经办人");
        var page = await (await office.LookAsync(Office, added.Path)).Form(added.Path + "?handler=Leave").Write("last", Today).PressAsync();

        page.Said.ShouldBe("已登记离任。没有人接的事，首页会有系统告警。");
        page.Words.ShouldContain("现在没有只等他一个人办的事。");
        (await TextAsync("SELECT valid_to::text FROM post p JOIN person n USING (unit_id, person_id) WHERE n.name = '晏小山'")).ShouldBe("2021-06-02");
    }

    [Fact]
    public async Task What_only_one_person_can_do_is_listed_before_he_leaves()
    {
        await office.BeginAsync(Handler, "contract", "只等起草人自己的合同");
        var handler = await TextAsync("SELECT a.person_id FROM account a WHERE a.login = 'tangyutong'");
        (await office.LookAsync(Office, $"/people/{handler}")).Words.ShouldContain("只等起草人自己的合同");
    }

    [Theory]
    [InlineData("", "财务科", "经办人", "2021-06-02", "请写姓名")]
    [InlineData("唐雨桐", "财务科", "经办人", "2021-06-02", "本单位已有“唐雨桐”，同名的请在姓名后加注，如“唐雨桐（外科）”。")]
    [InlineData("新人甲", "财务科", "经办人", "2021-06-01", "起始日不能早于今天")]
    public async Task What_cannot_be_is_refused_in_a_sentence_and_stays_typed(string name, string body, string role, string from, string sentence)
    {
        var page = await office.LookAsync(Office, "/people");
        var refused = await page.FormIn("details.filter").Write("named", name).Choose("body", body).Choose("role", role)
            .Write("from", DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture)).PressAsync();
        refused.Problems.ShouldContain(sentence);
        refused.FormIn("details.filter").Value("named").ShouldBe(name);
        (await TextAsync("SELECT count(*) FROM person WHERE name = '新人甲'")).ShouldBe("0");
    }

    [Fact]
    public async Task A_role_over_the_whole_unit_is_not_the_offices_to_give()
    {
        var page = await office.LookAsync(Office, "/people");
        page.FormIn("details.filter").Titles("role").ShouldNotContain("文书");
        var forged = await page.FormIn("details.filter").Write("named", "越权甲").Choose("body", "财务科").Forge("role", "registrar").PressAsync();
        forged.Problems.ShouldNotBeEmpty();
        (await TextAsync("SELECT count(*) FROM person WHERE name = '越权甲'")).ShouldBe("0");
    }

    [Fact]
    public async Task A_nickname_is_known_to_the_reader_of_notices()
    {
        var added = await AddAsync("舒朗", "医保科", "经办人");
        (await added.Form(added.Path + "?handler=Nickname").Write("word", "舒老师").PressAsync()).Said.ShouldBe("已登记别名。");
        (await office.LookAsync(Office, "/vocabulary")).Words.ShouldContain("舒老师");
    }

    [Fact]
    public async Task A_body_that_is_renamed_is_still_known_by_the_name_it_had()
    {
        var bodies = await office.LookAsync(Office, "/bodies");
        await bodies.FormIn("details.filter").Write("named", "互联网医院办公室").Choose("kind", Texts("Administrative")).PressAsync();
        var id = await TextAsync("SELECT body_id FROM body WHERE name = '互联网医院办公室'");
        var renamed = await (await office.LookAsync(Office, "/bodies")).FormIn($"#body-{id} details").Write("named", "智慧医疗办").PressAsync();

        renamed.Said.ShouldBe("已改名，旧文里的旧名照样认得。");
        renamed.Words.ShouldContain("曾用名：互联网医院办公室");
        (await TextAsync($"SELECT name FROM body WHERE body_id = {id}")).ShouldBe("智慧医疗办");
    }

    [Fact]
    public async Task An_answer_about_one_body_stands_where_that_body_stands()
    {
        var id = await TextAsync("SELECT body_id FROM body WHERE name = '财务科'");
        var forms = (await office.LookAsync(Office, "/bodies")).All($"#body-{id} form").Select(f => f.GetAttribute("action") ?? "").ToList();
        forms.Count.ShouldBe(4);
        forms.ShouldAllBe(f => f.EndsWith($"#body-{id}"));
    }

    [Fact]
    public async Task What_was_abolished_by_mistake_is_listed_and_restored_with_its_names_until_the_day_after_its_last_one()
    {
        var id = await TextAsync("SELECT body_id FROM body WHERE name = '东澜中医药大学附属医院'") ?? "";

        var abolished = await AbolishAsync(id, Today.AddDays(-1));

        abolished.Said.ShouldBe("已登记撤销，到2021年6月1日为止。撤错了，最迟到2021年6月2日，在这一页最下面按“恢复”。");
        abolished.Text("#abolished").ShouldNotBeNull().ShouldContain("东澜中医药大学附属医院 到2021年6月1日为止");
        (await abolished.FormIn("details.filter").Write("named", "东澜中医药大学附属医院").Choose("kind", Texts("Administrative")).PressAsync()).Problems
            .ShouldContain("“东澜中医药大学附属医院”是已撤销的“东澜中医药大学附属医院”的名称：要重新设立，请在这一页最下面恢复它");
        (await RestoreAsync(id)).Said.ShouldBe("已恢复。");
        (await office.LookAsync(Office, "/bodies")).Texts("h3").ShouldContain(h => h.StartsWith("东澜中医药大学附属医院"));
        (await TextAsync($"SELECT count(*) FROM body_name WHERE body_id = {id} AND valid_to IS NULL")).ShouldBe("1");
    }

    [Theory]
    [InlineData("今撤办", -1, 0)] // what began today is there until tonight
    [InlineData("夜撤办", 0, 0)]
    [InlineData("将撤办", 28, 28)]
    public async Task What_is_to_exist_no_longer_from_a_day_to_come_is_restored_where_it_stands(string name, int asked, int last)
    {
        var id = await AddBodyAsync(name);

        var abolished = await AbolishAsync(id, Today.AddDays(asked));

        var day = Web.Features.Texts.FullDay(Today.AddDays(last));
        abolished.Said.ShouldBe($"已登记撤销，到{day}为止。撤错了，最迟到{Web.Features.Texts.FullDay(Today.AddDays(last + 1))}，在它的“修改”里按“恢复”。");
        abolished.Text($"#body-{id}").ShouldNotBeNull().ShouldContain($"到{day}为止");
        (await RestoreAsync(id)).Said.ShouldBe("已恢复。");
        (await TextAsync($"SELECT count(*) FROM body b JOIN body_name n USING (unit_id, body_id) WHERE body_id = {id} AND b.valid_to IS NULL AND n.valid_to IS NULL"))
            .ShouldBe("1");
    }

    [Fact]
    public async Task What_was_to_end_later_and_ends_earlier_is_restored_with_its_names_all_the_same()
    {
        var id = await AddBodyAsync("改期办");
        await AbolishAsync(id, Today.AddDays(28));
        (await AbolishAsync(id, Today)).Said.ShouldNotBeNull().ShouldStartWith("已登记撤销，到2021年6月2日为止。");

        (await RestoreAsync(id)).Said.ShouldBe("已恢复。");

        (await TextAsync($"SELECT count(*) FROM body_name WHERE body_id = {id} AND valid_to IS NULL")).ShouldBe("1");
    }

    [Fact]
    public async Task What_has_been_gone_for_days_is_not_restored_for_it_would_have_existed_on_them()
    {
        var id = await TextAsync("SELECT body_id FROM body WHERE name = '便民服务站'") ?? "";
        var other = await AddBodyAsync("借表办");
        await AbolishAsync(other, Today);
        var bodies = await office.LookAsync(Office, "/bodies");
        bodies.Text("#abolished").ShouldNotBeNull().ShouldContain("便民服务站 到2020年12月31日为止");
        bodies.Forms("/bodies?handler=Restore").ShouldNotContain(f => f.Value("body") == id);

        var forged = await bodies.Forms("/bodies?handler=Restore").First(f => f.Value("body") == other).Write("body", id).PressAsync();

        forged.Problems.ShouldBe("没有恢复：“便民服务站”到2020年12月31日就撤销了，恢复会改写后来没有它的那些日子。要重新设立，请另加一个科室，名称与它不同。");
        (await TextAsync($"SELECT valid_to::text FROM body WHERE body_id = {id}")).ShouldBe("2020-12-31");
        (await bodies.FormIn("details.filter").Write("named", "便民服务站").Choose("kind", Texts("Administrative")).PressAsync()).Problems
            .ShouldBe("“便民服务站”是已撤销的“便民服务站”的名称，旧文里写的还是它，请换一个名称。");
    }

    [Fact]
    public async Task What_is_called_as_another_is_meanwhile_is_not_restored()
    {
        var id = await AddBodyAsync("撞名办");
        await AddBodyAsync("占名办");
        await AbolishAsync(id, Today);
        // No page gives it away; a unit file may.
        await office.Store.Database.InUnitAsync(
            office.Http.Unit, (connection, _) => connection.ExecuteAsync("""
                INSERT INTO body_name (unit_id, name, valid_from, body_id)
                SELECT unit_id, '撞名办', '2021-01-01', body_id FROM body WHERE name = '占名办'
                """),
            CancellationToken.None);

        (await RestoreAsync(id)).Problems.ShouldBe("“撞名办”是“占名办”的曾用名或别名，旧文里写的还是它，请换一个名称。");

        (await TextAsync($"SELECT valid_to::text FROM body WHERE body_id = {id}")).ShouldBe("2021-06-02");
    }

    [Fact]
    public async Task A_name_that_a_body_bore_is_not_given_to_another()
    {
        var id = await AddBodyAsync("旧名办");
        await (await office.LookAsync(Office, "/bodies")).FormIn($"#body-{id} details").Write("named", "新名办").PressAsync();
        var refused = await (await office.LookAsync(Office, "/bodies")).FormIn("details.filter").Write("named", "旧名办").Choose("kind", Texts("Administrative")).PressAsync();
        refused.Problems.ShouldBe("“旧名办”是“新名办”的曾用名或别名，旧文里写的还是它，请换一个名称。");
    }

    [Fact]
    public async Task Another_department_answers_for_one_with_people_only_where_the_office_says_so_twice_and_the_trail_says_which()
    {
        var id = await AddBodyAsync("有人办");
        await AddAsync("有人甲", "有人办", "经办人");
        var asked = await Answer(await office.LookAsync(Office, "/bodies")).Choose("answeredBy", "护理部").PressAsync();
        asked.Problems.ShouldContain("“有人办”有1人任职，归口以后分给它的事都由“护理部”办");
        (await TextAsync($"SELECT answered_by FROM body WHERE body_id = {id}")).ShouldBeNull();

        // The very form that came back: whoever only ticks and presses again has saved what he chose.
        (await Answer(asked).Tick("sure").PressAsync()).Said.ShouldBe("已保存归口。");
        (await TextAsync($"SELECT b.name FROM body a JOIN body b ON b.unit_id = a.unit_id AND b.body_id = a.answered_by WHERE a.body_id = {id}"))
            .ShouldBe("护理部");

        (await TextAsync("SELECT details FROM trail WHERE act = 'BodyChanged' ORDER BY trail_id DESC LIMIT 1")).ShouldBe("有人办由护理部归口");

        WebForm Answer(WebPage page) => page.Forms("/bodies?handler=Answer").First(f => f.Value("body") == id);
    }

    [Fact]
    public async Task A_nickname_is_nobody_elses_name_and_nobody_elses_nickname()
    {
        var first = await AddAsync("别名甲", "工会", "职工");
        var second = await AddAsync("别名乙", "工会", "职工");
        await first.Form(first.Path + "?handler=Nickname").Write("word", "老别").PressAsync();

        (await NicknameAsync(second, "老别")).Problems.ShouldContain("“老别”已经是别名甲的别名，没有登记。");
        (await NicknameAsync(second, "别名甲")).Problems.ShouldContain("“别名甲”是本单位另一位同事的姓名");
        (await NicknameAsync(second, "别名乙")).Problems.ShouldContain("就是他的姓名");
        (await NicknameAsync(first, "老别")).Said.ShouldBe("已登记别名。");

        Task<WebPage> NicknameAsync(WebPage page, string word) => page.Form(page.Path + "?handler=Nickname").Write("word", word).PressAsync();
    }

    [Fact]
    public async Task Nobody_stands_in_who_is_away_himself_and_the_trail_says_who_stands_in()
    {
        await AddAsync("外出甲", "工会", "职工");
        await AddAsync("外出乙", "工会", "职工");
        await AddAsync("外出丙", "工会", "职工");
        (await AwayAsync("外出甲", "外出乙", 1, 2)).Said.ShouldBe("已登记。");
        (await AwayAsync("外出丙", "外出甲", 1, 2)).Problems.ShouldContain("外出甲这几天自己也登记了外出，请换一位代办。");
        (await TextAsync("SELECT details FROM trail WHERE act = 'AbsenceSaid' ORDER BY trail_id DESC LIMIT 1")).ShouldBe("2021-06-03 至 2021-06-04，由外出乙代办");
    }

    [Fact]
    public async Task Nobody_is_away_in_whose_place_somebody_would_then_wait_for_one_who_is_away()
    {
        await AddAsync("委托甲", "工会", "职工");
        await AddAsync("委托乙", "工会", "职工");
        await AddAsync("委托丙", "工会", "职工");
        (await AwayAsync("委托甲", "委托乙", 5, 8)).Said.ShouldBe("已登记。");

        (await AwayAsync("委托乙", "委托丙", 8, 9)).Problems
            .ShouldContain("委托乙这几天要代委托甲办理，不能同时外出：请先取消委托甲的登记，换一位代办，再登记。");
        (await AwayAsync("委托乙", "委托丙", 9, 9)).Said.ShouldBe("已登记。");
    }

    [Fact]
    public async Task Who_alone_holds_a_post_is_said_before_he_leaves_and_a_leaving_that_is_to_come_is_shown()
    {
        var added = await AddAsync("独撑甲", "工会", "拟稿人");
        added.Words.ShouldContain("只有他一人担任：工会 拟稿人。");

        var left = await added.Form(added.Path + "?handler=Leave").Write("last", Today.AddDays(28)).PressAsync();

        left.Text("h1").ShouldBe("独撑甲 将离任：到2021年6月30日为止");
        (await office.LookAsync(Office, "/people?q=独撑")).Words.ShouldContain("将离任：到2021年6月30日为止");
        (await TextAsync("SELECT details FROM trail WHERE act = 'PersonLeft' ORDER BY trail_id DESC LIMIT 1")).ShouldBe("到2021年6月30日为止");
    }

    [Fact]
    public async Task An_office_that_is_called_an_office_is_not_named_twice()
    {
        (await office.LookAsync(Office, "/")).Text(".bar-person-posts").ShouldBe("党政综合办公室 经办人");
        (await AddAsync("办公甲", "党政综合办公室", "经办人")).Words.ShouldContain("党政综合办公室 经办人");
    }

    [Fact]
    public async Task A_body_in_which_somebody_serves_is_not_abolished()
    {
        var id = await TextAsync("SELECT body_id FROM body WHERE name = '财务科'");
        var page = await office.LookAsync(Office, "/bodies");
        var refused = await page.Forms("/bodies?handler=Abolish").First(f => f.Value("body") == id).PressAsync();
        refused.Problems.ShouldContain("“财务科”还有人任职，请先免去，再登记撤销。");
    }

    [Fact]
    public async Task The_official_order_is_kept_here()
    {
        var first = await AddAsync("甲有序", "工会", "职工");
        await AddAsync("乙有序", "工会", "职工");
        var moved = await (await office.LookAsync(Office, "/people")).OpenAsync("乙有序");
        (await moved.Form(moved.Path + "?handler=Place").Choose("before", "甲有序").PressAsync()).Said.ShouldBe("已移动。");
        (await TextAsync("SELECT string_agg(name, ',' ORDER BY position) FROM person WHERE name IN ('甲有序', '乙有序')")).ShouldBe("乙有序,甲有序");
        first.Path.ShouldStartWith("/people/");
    }

    [Theory]
    [InlineData("/people")]
    [InlineData("/people/1")]
    [InlineData("/bodies")]
    public async Task Who_does_not_keep_people_finds_nothing_there(string path)
    {
        (await (await office.Http.AsAsync(Head)).StatusAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await (await office.Http.AsAsync(Office)).StatusAsync(path)).ShouldBe(HttpStatusCode.OK);
    }

    private static string Texts(string kind) => kind == "Administrative" ? Web.Features.Texts.Kind(Engine.Directories.BodyKind.Administrative) : kind;

    private async Task<WebPage> AwayAsync(string who, string proxy, int from, int until) =>
        await (await office.LookAsync(Office, "/absences")).Form("/absences").Choose("person", who)
            .Write("from", Today.AddDays(from)).Write("until", Today.AddDays(until)).Choose("proxy", proxy).PressAsync();

    private async Task<WebPage> AbolishAsync(string body, DateOnly last) => await (await office.LookAsync(Office, "/bodies"))
        .Forms("/bodies?handler=Abolish").First(f => f.Value("body") == body).Write("last", last).PressAsync();

    private async Task<WebPage> RestoreAsync(string body) =>
        await (await office.LookAsync(Office, "/bodies")).Forms("/bodies?handler=Restore").First(f => f.Value("body") == body).PressAsync();

    private async Task<string> AddBodyAsync(string name)
    {
        await (await office.LookAsync(Office, "/bodies")).FormIn("details.filter").Write("named", name).Choose("kind", Texts("Administrative")).PressAsync();
        return await TextAsync($"SELECT body_id FROM body WHERE name = '{name}'") ?? "";
    }

    private async Task<WebPage> AddAsync(string name, string body, string role, bool succeeds = false)
    {
        var form = (await office.LookAsync(Office, "/people")).FormIn("details.filter").Write("named", name).Choose("body", body).Choose("role", role);
        if (!succeeds)
        {
            return await form.PressAsync();
        }

        var asks = await form.Tick("succeeds").PressAsync();
        asks.Problems.ShouldBe("还没有登记：请在下面选接谁的任，再按一次。");
        return await asks.FormIn("details.filter").PressAsync();
    }

    private Task<string?> TextAsync(string sql) => office.Store.Database.ReadInUnitAsync(
        office.Http.Unit, (connection, _) => connection.ExecuteScalarAsync<string?>($"SELECT ({sql})::text"), CancellationToken.None);
}
