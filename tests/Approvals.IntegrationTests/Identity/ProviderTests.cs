using System.Net;
using AngleSharp.Html.Parser;
using Approvals.Web.Features;

namespace Approvals.IntegrationTests.Identity;

/// <summary>其他登录方式: identities that another house vouches for. The house is a real server; it speaks as the documents say.</summary>
[Collection(DoorSiteTests.Name)]
public sealed class ProviderTests(DoorSite site) : IAsyncLifetime
{
    public Task InitializeAsync()
    {
        site.House.Empty();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        site.House.Complaints.ShouldBeEmpty();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("hospital", "统一身份认证", "fangzhixing")]
    [InlineData("dingtalk", "钉钉", "linqinghe")]
    [InlineData("wecom", "企业微信", "tangyutong")]
    [InlineData("feishu", "飞书", "gumingxi")]
    public async Task What_its_owner_has_bound_signs_him_in_and_nobody_else(string provider, string title, string login)
    {
        var (mine, other) = (new ProviderHouse.Visiting($"{provider}-7", "方之行"), new ProviderHouse.Visiting($"{provider}-8", "别人"));
        var visitor = await site.EnteredAsync(login);
        site.House.Here = mine;
        var asked = await visitor.OpenAsync($"/account/bind/{provider}");
        asked.Words.ShouldContain(provider == "wecom" ? $"把{title}的“wecom-7”绑定到您的账号？" : $"把{title}的“方之行”绑定到您的账号？");
        (await visitor.PressAsync(asked, "main form", ("password", "not his"))).Said.ShouldBe(Texts.Providers.WrongPassword);
        var bound = await visitor.PressAsync(asked, "main form", ("password", site.Password));
        bound.Said.ShouldBe(Texts.Providers.Bound);
        await visitor.SignOutAsync();

        site.House.Here = other;
        var refused = await visitor.OpenAsync($"/sign-in/{provider}");
        (refused.Path, refused.Said).ShouldBe(("/sign-in", Texts.Doors.Unbound(title)));
        site.House.Here = mine;
        var entered = await visitor.OpenAsync($"/sign-in/{provider}?back=%2Fledger");

        (entered.Path, entered.Status).ShouldBe(("/ledger", HttpStatusCode.OK));
        var account = await visitor.OpenAsync("/account");
        account.Page.QuerySelector(".device")?.TextContent.ShouldContain($"用{title}登录");

        // And no longer when he has unbound it.
        await visitor.PressAsync(account, $"form[action$=Unbind]:has([value={provider}])");
        await visitor.SignOutAsync();
        (await visitor.OpenAsync($"/sign-in/{provider}")).Said.ShouldBe(Texts.Doors.Unbound(title));
    }

    [Fact]
    public async Task Nobody_gets_an_account_by_coming_from_a_provider()
    {
        var before = await site.AskAsync<long>("SELECT count(*) FROM account");
        site.House.Here = new("new-1", "新来的", "13900000000");
        foreach (var provider in new[] { "hospital", "by-login", "dingtalk", "wecom", "feishu" })
        {
            (await site.NewVisitor().OpenAsync($"/sign-in/{provider}")).Path.ShouldBe("/sign-in");
        }

        (await site.AskAsync<long>("SELECT count(*) FROM account")).ShouldBe(before);
    }

    [Theory]
    [InlineData("by-login", "LuYuanZhou", null)]
    [InlineData("dingtalk", "union-99", "13800001234")]
    [InlineData("feishu", "union-98", "+86 138-0000-1234")]
    public async Task Where_the_settings_say_so_an_account_is_found_by_login_or_telephone(string provider, string subject, string? phone)
    {
        await site.AskAsync<string>("UPDATE account SET phone = '13800001234' WHERE login = @login RETURNING login", new { login = Matched });
        site.House.Here = new(subject == "LuYuanZhou" ? Matched.ToUpperInvariant() : subject, "某人", phone);

        var entered = await site.NewVisitor().OpenAsync($"/sign-in/{provider}");

        (entered.Path, entered.Status).ShouldBe(("/", HttpStatusCode.OK));
        // Without the setting it opens nothing.
        (await site.NewVisitor().OpenAsync("/sign-in/hospital")).Path.ShouldBe("/sign-in");
    }

    [Theory]
    [InlineData("by-phone", "+1 380 000 1234", null, null)]
    [InlineData("by-phone", "001 380 000 1234", null, null)]
    [InlineData("by-phone", "+852 13800001234", null, null)]
    [InlineData("by-phone", "+8613800001234", false, null)]
    [InlineData("dingtalk", "13800001234", null, "1")]
    public async Task A_number_of_another_country_or_one_that_nobody_has_verified_is_nobodys_here(
        string provider, string phone, bool? verified, string? state)
    {
        await site.AskAsync<string>("UPDATE account SET phone = '13800001234' WHERE login = @login RETURNING login", new { login = Matched });
        site.House.Here = new($"foreign-{provider}", "外人", phone) { Verified = verified, State = state };

        (await site.NewVisitor().OpenAsync($"/sign-in/{provider}")).Path.ShouldBe("/sign-in");
    }

    [Theory]
    [InlineData("by-phone", "13800001234", true, null)]
    [InlineData("by-phone", "0086 138 0000 1234", null, null)]
    [InlineData("dingtalk", "13800001234", null, "86")]
    public async Task A_number_of_here_for_which_the_provider_vouches_is(string provider, string phone, bool? verified, string? state)
    {
        await site.AskAsync<string>("UPDATE account SET phone = '13800001234' WHERE login = @login RETURNING login", new { login = Matched });
        site.House.Here = new($"own-{provider}", "某人", phone) { Verified = verified, State = state };

        (await site.NewVisitor().OpenAsync($"/sign-in/{provider}")).Path.ShouldBe("/");
    }

    [Fact]
    public async Task Who_unbinds_a_provider_puts_out_whoever_came_in_by_it_elsewhere()
    {
        site.House.Here = new("hospital-41", "方之行");
        var owner = await site.EnteredAsync("jiangxinghe");
        await owner.PressAsync(await owner.OpenAsync("/account/bind/hospital"), "main form", ("password", site.Password));
        var (elsewhere, byPassword) = (site.NewVisitor(), await site.EnteredAsync("jiangxinghe"));
        (await elsewhere.OpenAsync("/sign-in/hospital")).Path.ShouldBe("/");

        await owner.PressAsync(await owner.OpenAsync("/account"), "form[action$=Unbind]");

        (await elsewhere.OpenAsync("/ledger")).Path.ShouldBe("/sign-in");
        (await byPassword.OpenAsync("/ledger")).Path.ShouldBe("/ledger");
    }

    [Fact]
    public async Task Who_declines_there_is_back_where_he_set_out_with_a_sentence()
    {
        var (stranger, entered) = (site.NewVisitor(), await site.EnteredAsync("xuwenqian"));
        foreach (var provider in new[] { "hospital", "dingtalk", "wecom", "feishu" })
        {
            var shown = await stranger.OpenAsync($"/sign-in/{provider}");
            (shown.Path, shown.Said?.StartsWith("没有从", StringComparison.Ordinal)).ShouldBe(("/sign-in", true), provider);
            var back = await entered.OpenAsync($"/account/bind/{provider}");
            (back.Path, back.Said?.StartsWith("没有从", StringComparison.Ordinal)).ShouldBe(("/account", true), provider);
        }
    }

    [Theory]
    [InlineData("hospital")]
    [InlineData("dingtalk")]
    [InlineData("wecom")]
    [InlineData("feishu")]
    public async Task A_house_that_answers_nonsense_lets_nobody_in(string provider)
    {
        site.House.Here = new($"{provider}-7", "方之行");
        site.House.ForgetApplication();
        site.House.Broken = "<html>Bad gateway</html>";
        var shown = await site.NewVisitor().OpenAsync($"/sign-in/{provider}");
        (shown.Path, shown.Said?.StartsWith("没有从", StringComparison.Ordinal)).ShouldBe(("/sign-in", true));
    }

    [Theory]
    [InlineData("hospital", "code=code-1&state=made-up")]
    [InlineData("hospital", "code=code-1")]
    [InlineData("dingtalk", "authCode=code-1&state=made-up")]
    [InlineData("wecom", "code=code-1&state=0123456789abcdef0123456789abcdef")]
    [InlineData("feishu", "code=code-1&state=")]
    public async Task An_answer_that_nobody_asked_for_is_refused(string provider, string query)
    {
        var shown = await site.NewVisitor().OpenAsync($"/sign-in/{provider}/code?{query}");
        (shown.Path, shown.Said?.StartsWith("没有从", StringComparison.Ordinal)).ShouldBe(("/sign-in", true));
    }

    [Fact]
    public async Task An_answer_to_one_browser_opens_nothing_in_another()
    {
        site.House.Here = new("hospital-stolen", "某人");
        var victim = site.NewVisitor();
        var (_, there) = await victim.AskAsync(HttpMethod.Get, "/sign-in/hospital");
        var (_, back) = await victim.AskAsync(HttpMethod.Get, there.ShouldNotBeNull());

        (await site.NewVisitor().OpenAsync(back.ShouldNotBeNull())).Said.ShouldNotBeNull().ShouldStartWith("没有从");
    }

    [Fact]
    public async Task What_arrived_for_one_account_is_not_bound_to_another()
    {
        site.House.Here = new("hospital-31", "某人");
        var visitor = await site.EnteredAsync("xuwenqian");
        (await visitor.OpenAsync("/account/bind/hospital")).Words.ShouldContain("绑定到您的账号？");
        await visitor.SignOutAsync();
        await visitor.SignInAsync("linqinghe", site.Password);

        (await visitor.OpenAsync("/account/bind/hospital/back")).Path.ShouldBe("/account");
        (await site.AskAsync<long>("SELECT count(*) FROM external_identity WHERE subject = 'hospital-31'")).ShouldBe(0);
    }

    [Fact]
    public async Task One_identity_is_one_accounts()
    {
        site.House.Here = new("hospital-32", "某人");
        var first = await site.EnteredAsync("xuwenqian");
        await first.PressAsync(await first.OpenAsync("/account/bind/hospital"), "main form", ("password", site.Password));
        var second = await site.EnteredAsync("linqinghe");
        (await second.PressAsync(await second.OpenAsync("/account/bind/hospital"), "main form", ("password", site.Password))).Said.ShouldBe(Texts.Providers.NotBound);
        await first.PressAsync(await first.OpenAsync("/account"), "form[action$=Unbind]");
    }

    [Fact]
    public async Task Who_sees_somebody_elses_name_need_not_bind_it()
    {
        site.House.Here = new("hospital-33", "别人");
        var visitor = await site.EnteredAsync("xuwenqian");
        var asked = await visitor.OpenAsync("/account/bind/hospital");
        (await visitor.PressAsync(asked, "button[formaction$=Decline]")).Path.ShouldBe("/account");
        (await visitor.OpenAsync("/account/bind/hospital/back")).Path.ShouldBe("/account");
        (await site.AskAsync<long>("SELECT count(*) FROM external_identity WHERE subject = 'hospital-33'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_token_of_the_application_that_is_over_is_asked_for_again()
    {
        site.House.Here = new("wecom-unbound", "某人");
        await site.NewVisitor().OpenAsync("/sign-in/wecom");
        var before = site.House.ApplicationTokens;
        (await site.NewVisitor().OpenAsync("/sign-in/wecom")).Said.ShouldBe(Texts.Doors.Unbound("企业微信"));
        site.House.ApplicationTokens.ShouldBe(before);

        site.House.ForgetApplication();
        (await site.NewVisitor().OpenAsync("/sign-in/wecom")).Said.ShouldBe(Texts.Doors.Unbound("企业微信"));
        site.House.ApplicationTokens.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Who_is_no_member_of_the_enterprise_is_nobody()
    {
        site.House.Here = new("openid-5", "外人", Stranger: true);
        (await site.NewVisitor().OpenAsync("/sign-in/wecom")).Said.ShouldNotBeNull().ShouldStartWith("没有从");
    }

    [Fact]
    public async Task A_disabled_account_stays_closed_whoever_vouches_for_it()
    {
        site.House.Here = new(Disabled, "某人");
        (await site.NewVisitor().OpenAsync("/sign-in/by-login")).Path.ShouldBe("/");
        await site.DisableAsync(Disabled);

        var shown = await site.NewVisitor().OpenAsync("/sign-in/by-login");
        shown.Said.ShouldBe(Texts.Doors.NoEntry);
    }

    [Fact]
    public async Task A_first_password_that_did_not_let_him_in_is_nobodys_hurry()
    {
        await site.GiveFirstPasswordAsync("zhengyifan", "given at the desk");
        site.House.Here = new("zhengyifan", "郑一帆");

        (await site.NewVisitor().OpenAsync("/sign-in/by-login?back=%2Fledger")).Path.ShouldBe("/ledger");
    }

    [Fact]
    public async Task The_sign_in_page_offers_every_provider_and_an_unknown_one_is_not_there()
    {
        var page = (await site.NewVisitor().OpenAsync("/sign-in?back=%2Fledger")).Page;
        page.QuerySelectorAll(".door-ways a").Select(a => (a.TextContent, a.GetAttribute("href"))).ShouldBe(
        [
            ("用院内门户登录", "/sign-in/by-login?back=%2Fledger"), ("用区域平台登录", "/sign-in/by-phone?back=%2Fledger"), ("用钉钉登录", "/sign-in/dingtalk?back=%2Fledger"),
            ("用飞书登录", "/sign-in/feishu?back=%2Fledger"), ("用统一身份认证登录", "/sign-in/hospital?back=%2Fledger"),
            ("用企业微信登录", "/sign-in/wecom?back=%2Fledger"),
        ]);
        (await site.NewVisitor().OpenAsync("/sign-in/nowhere")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Behind_a_proxy_the_browser_is_sent_back_to_the_address_that_people_know()
    {
        var sent = new Dictionary<string, string>
        {
            ["dingtalk"] = "https://login.dingtalk.com/oauth2/auth?client_id=c&scope=openid&response_type=code&redirect_uri={0}&state=",
            ["wecom"] = "https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&appid=c&agentid=7&redirect_uri={0}&state=",
            ["feishu"] = "https://accounts.feishu.cn/open-apis/authen/v1/authorize?client_id=c&response_type=code&redirect_uri={0}"
                + "&code_challenge=",
        };
        await using var host = await site.Store.StartHostAsync(
        [
            "--SignIn:Address=https://oa.example.cn", "--SignIn:Providers:wecom:AgentId=7",
            .. sent.Keys.SelectMany(kind => new[] { $"Kind={kind}", "ClientId=c", "ClientSecret=s" }
                .Select(setting => $"--SignIn:Providers:{kind}:{setting}")),
        ]);
        using var visitor = new Visitor(new Uri(host.Urls.First()));
        foreach (var (kind, address) in sent)
        {
            var (_, to) = await visitor.AskAsync(HttpMethod.Get, $"/sign-in/{kind}");
            to.ShouldNotBeNull().ShouldStartWith(address.Replace(
                "{0}", Uri.EscapeDataString($"https://oa.example.cn/sign-in/{kind}/code"), StringComparison.Ordinal));
        }

        // The proxy does not pass on what browsers call the office: a press whose session is over leads back to its page all the same.
        using var press = new HttpRequestMessage(HttpMethod.Post, "/act") { Content = new FormUrlEncodedContent([]) };
        press.Headers.Referrer = new Uri("https://oa.example.cn/ledger?q=1");
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true }) { BaseAddress = new Uri(host.Urls.First()) };
        using var door = await stranger.SendAsync(press);
        door.Headers.Location.ShouldNotBeNull().OriginalString.ShouldBe("/sign-in?lost=true&back=%2Fledger%3Fq%3D1");

        // What a browser keeps of it, it sends by https alone, and it comes by nothing else again.
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false, CheckCertificateRevocationList = true });
        client.BaseAddress = new Uri(host.Urls.First());
        using var page = await client.GetAsync("/sign-in");
        page.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        var token = page.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        token.ShouldContain("; secure");
        using var form = new FormUrlEncodedContent(new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync())
            .QuerySelectorAll("form input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? ""))
            .Append(new("account", Matched)).Append(new("password", site.Password)));
        using var question = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form };
        question.Headers.Add("Cookie", token.Split(';')[0]);
        using var entered = await client.SendAsync(question);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        entered.Headers.GetValues("Set-Cookie").ShouldAllBe(cookie => cookie.Contains("; secure", StringComparison.Ordinal));
        await host.StopAsync();
    }

    private const string Matched = "luyuanzhou";
    private const string Disabled = "yeqiushui";
}
