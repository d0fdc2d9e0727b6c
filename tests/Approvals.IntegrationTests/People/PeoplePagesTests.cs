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

        added.Said.ShouldBe("已增加。登录账号请系统管理员开。");
        added.Words.ShouldContain("财务科 负责人");
        (await TextAsync("""
            SELECT string_agg(n.name, '、') FROM post p JOIN person n USING (unit_id, person_id) JOIN body b USING (unit_id, body_id)
            WHERE b.name = '财务科' AND p.role = 'head' AND DATE '2021-06-02' BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity')
            """)).ShouldBe("温如玉");
        (await TextAsync("SELECT string_agg(act, ',' ORDER BY trail_id) FROM trail WHERE about_person = (SELECT person_id FROM person WHERE name = '温如玉')"))
            .ShouldBe("PersonAdded,PersonAppointed");
    }

    [Fact]
    public async Task Who_leaves_holds_nothing_from_the_day_after_and_the_page_says_first_what_only_he_can_do()
    {
        var added = await AddAsync("晏小山", "信息科", "经办人");
        var page = await (await office.LookAsync(Office, added.Path)).Form(added.Path + "?handler=Leave").Write("last", Today).PressAsync();

        page.Said.ShouldBe("已登记离任。");
        page.Words.ShouldContain("没有只等他一个人办的事。");
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

    private async Task<WebPage> AddAsync(string name, string body, string role, bool succeeds = false)
    {
        var form = (await office.LookAsync(Office, "/people")).FormIn("details.filter").Write("named", name).Choose("body", body).Choose("role", role);
        return await (succeeds ? form.Tick("succeeds") : form).PressAsync();
    }

    private Task<string?> TextAsync(string sql) => office.Store.Database.ReadInUnitAsync(
        office.Http.Unit, (connection, _) => connection.ExecuteScalarAsync<string?>($"SELECT ({sql})::text"), CancellationToken.None);
}
