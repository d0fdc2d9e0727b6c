using System.Net;
using Approvals.IntegrationTests.Messages;
using Dapper;
using Approvals.Tests.Screening;

namespace Approvals.IntegrationTests.Pages;

/// <summary>What no page of ours sends, sent all the same: a sentence, never a failure, and nothing left behind.</summary>
public sealed class EdgesTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Office = "yeqiushui";

    [Theory]
    [InlineData("/ledger?q=%00", HttpStatusCode.BadRequest)]
    [InlineData("/ledger?stage=%00", HttpStatusCode.BadRequest)]
    [InlineData("/ledger?%00=1", HttpStatusCode.BadRequest)]
    [InlineData("/sign-in?back=%00", HttpStatusCode.BadRequest)]
    [InlineData("/?p=42949674", HttpStatusCode.OK)]
    [InlineData("/?p=-5", HttpStatusCode.OK)]
    [InlineData("/?p=99999999999", HttpStatusCode.OK)]
    [InlineData("/notices?p=42949674", HttpStatusCode.OK)]
    [InlineData("/ledger?p=42949674&of=nonsense", HttpStatusCode.OK)]
    [InlineData("/items/nonsense", HttpStatusCode.NotFound)]
    [InlineData("/items/ffffffff-ffff-ffff-ffff-ffffffffffff", HttpStatusCode.NotFound)]
    [InlineData("/cases/00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound)]
    [InlineData("/error/500?status=200", HttpStatusCode.InternalServerError)]
    public async Task An_address_that_nobody_wrote_gets_a_page_with_its_own_status(string address, HttpStatusCode expected)
    {
        using var client = await split.SignedInAsync(Office);

        using var answer = await client.GetAsync(address);

        answer.StatusCode.ShouldBe(expected);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("</html>");
        if (expected == HttpStatusCode.BadRequest)
        {
            page.ShouldContain("控制字符");
        }
    }

    [Theory]
    [InlineData("in.Report", "a\0b", "控制字符")]
    [InlineData("key", "KEY", "编号不对")]
    [InlineData("in.Reason", "LONG", "太长")]
    public async Task A_form_that_nobody_filled_in_is_refused_with_its_sentence_and_no_status_of_its_own(
        string name, string value, string sentence)
    {
        using var client = await split.SignedInAsync(Office);
        var branch = await BranchAsync("3");
        var text = value switch { "KEY" => new string('k', 6_000), "LONG" => new string('x', 5 << 20), _ => value };
        // Each encoding has limits of its own.
        using HttpContent form = value == "LONG"
            ? new FormUrlEncodedContent([new("status", "200"), new(name, text)])
            : await FormAsync(client, branch, "x", ("status", "200"), (name, text));

        using var answer = await client.PostAsync("/act", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(sentence);
    }

    [Fact]
    public async Task Every_answer_forbids_what_did_not_come_from_here()
    {
        using var client = await split.SignedInAsync(Office);
        foreach (var address in new[] { "/", "/nowhere", "/ledger?q=%00", "/css/approvals.css" })
        {
            using var answer = await client.GetAsync(address);

            answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("default-src 'self'");
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], address);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        }
    }

    [Fact]
    public async Task A_refused_press_keeps_no_file_and_a_permitted_one_does_whatever_way_back_it_asks_for()
    {
        var branch = await BranchAsync("2");
        using (var stranger = await split.SignedInAsync("tangyutong"))
        {
            using var form = await FormAsync(stranger, branch, "progress", ("in.Report", "甲"));
            Attach(form, "偷塞.pdf", "stranger");
            (await stranger.PostAsync("/act", form)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        await split.PressAsync(branch.Case.Id, "傅晚晴", "签收");
        branch = await BranchAsync("2");
        var progress = branch.Workflow.Stage(branch.Case.Stage).ShouldNotBeNull().Actions.First(a => a.Title == "报进展").Id.Value;
        using var handler = await split.SignedInAsync(await LoginAsync("傅晚晴"));
        var before = await FilesAsync();

        using (var empty = await FormAsync(handler, branch, progress, ("key", "edge-1")))
        {
            Attach(empty, "没有写情况.txt", "refused");
            var refused = await handler.PostAsync("/act", empty);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("请写办理情况");
        }

        using (var many = await FormAsync(handler, branch, progress, ("key", "edge-2"), ("in.Report", "乙")))
        {
            for (var file = 0; file < 11; file++)
            {
                Attach(many, $"{file}.pdf", $"{file}");
            }

            (await (await handler.PostAsync("/act", many)).Content.ReadAsStringAsync()).ShouldContain("最多附10个");
        }

        using (var large = await FormAsync(handler, branch, progress, ("key", "edge-3"), ("in.Report", "乙")))
        {
            Attach(large, "扫描件.pdf", new string('x', (20 << 20) + 1));
            (await (await handler.PostAsync("/act", large)).Content.ReadAsStringAsync()).ShouldContain("不超过 20 MB");
        }

        using (var wordy = await FormAsync(handler, branch, progress, ("key", "edge-4"), ("in.Report", new string('字', 20_001))))
        {
            (await (await handler.PostAsync("/act", wordy)).Content.ReadAsStringAsync()).ShouldContain("最多写20000字");
        }

        (await FilesAsync()).ShouldBe(before);
        using (var good = await FormAsync(
            handler, branch, progress, ("key", "edge-5"), ("in.Report", "完成一半"), ("back", "/items/中文")))
        {
            good.Add(new ByteArrayContent(Papers.Pdf("kept")), "in.Evidence", "名字是文本.txt");
            var done = await handler.PostAsync("/act", good);
            done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            done.Headers.Location.ShouldNotBeNull().OriginalString.ShouldBe("/items/%E4%B8%AD%E6%96%87");
        }

        (await FilesAsync()).ShouldBe(before + 1);
        (await TypesAsync()).ShouldContain("application/pdf");
    }

    [Fact]
    public async Task What_was_written_down_in_my_name_stands_in_my_inbox_and_leads_there()
    {
        await split.DriveAsync("3", "责任领导审签");
        var item = (await split.ItemAsync("3")).Case.Id;
        await split.RecordAsync(item, by: "叶秋水", who: "林清和", title: "同意", occasion: "纸质批示");
        await Mail.SentAsync(split.Store);

        using var leader = await split.SignedInAsync("linqinghe");
        var line = (await SplitCampaign.PageAsync(leader, "/")).QuerySelector(".recorded-for-me li").ShouldNotBeNull();

        line.TextContent.ShouldContain("叶秋水据纸质批示，以您的名义记下“同意”。");
        var link = line.QuerySelector("a").ShouldNotBeNull().GetAttribute("href").ShouldNotBeNull();
        (await leader.GetAsync(link)).Headers.Location.ShouldNotBeNull().OriginalString.ShouldBe($"/items/{item.Value}");
        using var other = await split.SignedInAsync("gumingxi");
        (await SplitCampaign.PageAsync(other, "/")).QuerySelector(".recorded-for-me").ShouldBeNull();
        // It stands among his messages too; once he has read it there, it leaves the inbox.
        var messages = await SplitCampaign.PageAsync(leader, "/messages");
        messages.QuerySelector(".message p").ShouldNotBeNull().TextContent.ShouldBe("叶秋水据纸质批示，以您的名义记下“同意”。");
        using var read = new FormUrlEncodedContent(messages.QuerySelectorAll(".messages-mark input")
            .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? "")));
        (await leader.PostAsync("/messages", read)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SplitCampaign.PageAsync(leader, "/")).QuerySelector(".recorded-for-me").ShouldBeNull();
    }

    private async Task<Web.Store.Cases.Looked> BranchAsync(string no)
    {
        var item = (await split.ItemAsync(no)).Case.Id;
        return (await split.AllAsync()).First(l => l.Case.Parent == item);
    }

    private static async Task<MultipartFormDataContent> FormAsync(
        HttpClient client, Web.Store.Cases.Looked looked, string action, params (string Name, string Value)[] fields)
    {
        var token = (await SplitCampaign.PageAsync(client, "/")).QuerySelector("input[name=__RequestVerificationToken]")
            .ShouldNotBeNull()
            .GetAttribute("value").ShouldNotBeNull();
        var form = new MultipartFormDataContent();
        var all = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["case"] = $"{looked.Case.Id.Value}",
            ["round"] = $"{looked.Case.Round}",
            ["seat"] = "0",
            ["hash"] = looked.Context.Grants.ContentHash ?? "",
            ["key"] = "edge",
            ["act"] = action,
        };
        foreach (var (name, value) in fields)
        {
            all[name] = value;
        }

        foreach (var (name, value) in all)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    private static void Attach(MultipartFormDataContent form, string name, string content) =>
        form.Add(new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(content)), "in.Evidence", name);

    private async Task<string> LoginAsync(string name) =>
        await split.LoginAsync((await split.DirectoryAsync()).Names.PeopleCalled(name).ShouldHaveSingleItem());

    private Task<int> FilesAsync() => split.Store.Database.ReadInUnitAsync(
        split.Unit.Id, (connection, _) => connection.ExecuteScalarAsync<int>("SELECT count(*) FROM file"),
        CancellationToken.None);

    private Task<IEnumerable<string>> TypesAsync() => split.Store.Database.ReadInUnitAsync(
        split.Unit.Id, (connection, _) => connection.QueryAsync<string>("SELECT media_type FROM file"), CancellationToken.None);
}
