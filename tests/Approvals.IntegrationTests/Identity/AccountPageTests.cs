using System.Net;
using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Permissions;
using Approvals.Web.Features;
using Approvals.Web.Features.Identity;

namespace Approvals.IntegrationTests.Identity;

/// <summary>我的账号, the forced change of first passwords and the second step of signing in, over HTTP.</summary>
[Collection(DoorSiteTests.Name)]
public sealed partial class AccountPageTests(DoorSite site)
{
    /// <summary>Open to strangers, or the place where it is changed.</summary>
    private static readonly string[] Open = ["/sign-in", "/sign-out", "/error", FirstPassword.Path];

    [Fact]
    public async Task With_a_first_password_every_page_form_and_file_leads_to_changing_it()
    {
        await site.GiveFirstPasswordAsync("hanyizhou", "given at the desk");
        var visitor = site.NewVisitor();
        (await visitor.SignInAsync("hanyizhou", "given at the desk")).Path.ShouldBe(FirstPassword.Path);

        var closed = 0;
        foreach (var line in PermissionTables.Endpoints.Select(e => e.Endpoint.Split(' ', 2)))
        {
            var (method, path) = (new HttpMethod(line[0]), Parameter().Replace(line[1], "0190a5d0-0000-7000-8000-000000000000"));
            if (!Open.Any(o => path.StartsWith(o, StringComparison.Ordinal)))
            {
                (await visitor.AskAsync(method, path)).ShouldBe((HttpStatusCode.Redirect, FirstPassword.Path), $"{method} {path}");
                closed++;
            }
        }

        closed.ShouldBeGreaterThan(40);
        (await visitor.AskAsync(HttpMethod.Get, "/nowhere")).To.ShouldBe(FirstPassword.Path);
    }

    [Fact]
    public async Task Whoever_has_changed_it_goes_where_he_likes()
    {
        await site.GiveFirstPasswordAsync("fengzimo", "given at the desk");
        var visitor = site.NewVisitor();
        var asked = await visitor.SignInAsync("fengzimo", "given at the desk");

        var refused = await ChangeAsync(visitor, asked, "given at the desk", "fengzimo2021");
        (refused.Path, refused.Said).ShouldBe((FirstPassword.Path, Texts.Passwords.Own));
        (await ChangeAsync(visitor, refused, "something else", "three odd words")).Said.ShouldBe(SignInService.WrongOldPassword);
        (await visitor.AskAsync(HttpMethod.Get, "/")).To.ShouldBe(FirstPassword.Path);
        var home = await ChangeAsync(visitor, refused, "given at the desk", "three odd words");

        (home.Path, home.Said).ShouldBe(("/", Texts.Passwords.Changed));
        (await visitor.OpenAsync("/ledger")).Path.ShouldBe("/ledger");
        (await visitor.OpenAsync(FirstPassword.Path)).Path.ShouldBe("/");
    }

    [Fact]
    public async Task A_password_is_changed_on_ones_own_page_and_other_devices_are_out()
    {
        await site.GiveFirstPasswordAsync("chengliyan", "given at the desk");
        var (here, there) = (site.NewVisitor(), site.NewVisitor());
        await ChangeAsync(here, await here.SignInAsync("chengliyan", "given at the desk"), "given at the desk", "three odd words");
        await there.SignInAsync("chengliyan", "three odd words");

        var done = await ChangeAsync(here, await here.OpenAsync("/account"), "three odd words", "four quite odd words");

        (done.Path, done.Said).ShouldBe(("/account", Texts.Passwords.Changed));
        (await there.OpenAsync("/account")).Path.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task Ones_own_page_lists_his_devices_and_ends_each_of_them()
    {
        var desk = await site.EnteredAsync("caoxiaolan");
        var phone = site.NewVisitor("Mozilla/5.0 (Linux; Android 13) Chrome/111.0 MicroMessenger/8.0");
        await phone.SignInAsync("caoxiaolan", site.Password);
        var page = await desk.OpenAsync("/account");
        page.Page.QuerySelectorAll("#devices .device b").Select(b => b.TextContent).ShouldBe(["微信 · Android", "Chrome · Windows"], ignoreOrder: true);
        page.Words.ShouldContain("127.0.0.1");
        page.Words.ShouldContain("2021年6月2日 09:00 登录");

        (await desk.PressAsync(page, "form[action$=Revoke]")).Said.ShouldBe(Texts.Devices.Ended);

        (await phone.OpenAsync("/")).Path.ShouldBe("/sign-in");
        (await desk.OpenAsync("/account")).Page.QuerySelector("details")?.TextContent.ShouldContain("微信 · Android");
    }

    [Fact]
    public async Task All_other_devices_are_ended_by_one_press_and_signing_out_ends_ones_own()
    {
        var (desk, second, third) =
            (await site.EnteredAsync("pengjiashu"), await site.EnteredAsync("pengjiashu"), await site.EnteredAsync("pengjiashu"));

        (await desk.PressAsync(await desk.OpenAsync("/account"), "form[action$=RevokeOthers]")).Said.ShouldBe(Texts.Devices.OthersEnded);

        (await second.OpenAsync("/")).Path.ShouldBe("/sign-in");
        (await third.OpenAsync("/")).Path.ShouldBe("/sign-in");
        await desk.SignOutAsync();
        (await site.AskAsync<long>(
            "SELECT count(*) FROM session JOIN account USING (unit_id, account_id) WHERE login = 'pengjiashu' AND ended_at IS NULL"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_ends_the_device_of_somebody_else()
    {
        var (mine, other) = (await site.EnteredAsync("yuanzhixia"), await site.EnteredAsync("dengheping"));
        await site.EnteredAsync("yuanzhixia");
        var form = await mine.OpenAsync("/account");
        var theirs = await site.AskAsync<long>(
            "SELECT max(session_id) FROM session JOIN account USING (unit_id, account_id) WHERE login = 'dengheping'");

        form.Page.QuerySelector("form[action$=Revoke] input[name=session]").ShouldNotBeNull().SetAttribute("value", $"{theirs}");
        (await mine.PressAsync(form, "form[action$=Revoke]")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await other.OpenAsync("/account")).Path.ShouldBe("/account");
    }

    [Fact]
    public async Task A_second_factor_is_taken_up_from_a_picture_and_then_the_door_has_two_steps()
    {
        var visitor = await site.EnteredAsync("suwanqing");
        var offer = await visitor.OpenAsync("/account/second-factor");
        offer.Page.QuerySelector("svg[role=img] path").ShouldNotBeNull().GetAttribute("d").ShouldNotBeNull().ShouldStartWith("M4 4h7v1");
        var secret = FromBase32(offer.Page.QuerySelector(".secret").ShouldNotBeNull().TextContent.Replace(" ", ""));
        (string, string) Code(int minute) => ("code", Totp.Code(secret, Totp.StepOf(DoorSite.Morning.AddMinutes(minute))));

        var wrong = await visitor.PressAsync(offer, "main form", ("code", "12345"));
        wrong.Said.ShouldBe(Texts.SecondFactor.NotTakenUp);
        wrong.Page.QuerySelector(".secret").ShouldNotBeNull().TextContent.ShouldBe(offer.Page.QuerySelector(".secret")!.TextContent);
        var taken = await visitor.PressAsync(wrong, "main form", Code(0));
        var codes = taken.Page.QuerySelectorAll(".recovery-codes code").Select(c => c.TextContent).ToList();
        codes.Count.ShouldBe(10);
        (await visitor.OpenAsync("/account/second-factor")).Words.ShouldNotContain(codes[0]);
        await visitor.SignOutAsync();

        // Two steps, and nothing is open between them.
        var step = await visitor.SignInAsync("suwanqing", site.Password, "/sign-in?back=%2Fledger");
        step.Path.ShouldBe("/sign-in/code");
        (await visitor.OpenAsync("/")).Path.ShouldBe("/sign-in");
        (await visitor.PressAsync(step, "form", Code(0))).Said.ShouldBe(Texts.SecondFactor.WrongCode);
        (await visitor.PressAsync(step, "form", ("code", codes[2]))).Path.ShouldBe("/ledger");
        (await visitor.OpenAsync("/account")).Words.ShouldContain("恢复码还有9个没用。");

        // A provider that vouches for him does not spare him the second step.
        site.House.Here = new("suwanqing", "苏婉清");
        var vouched = site.NewVisitor();
        var asked = await vouched.OpenAsync("/sign-in/by-login");
        asked.Path.ShouldBe("/sign-in/code");
        (await vouched.PressAsync(asked, "form", ("code", codes[3]))).Path.ShouldBe("/");

        // Given up with a code of it.
        var manage = await visitor.OpenAsync("/account/second-factor");
        (await visitor.PressAsync(manage, "button[formaction$=Off]", ("code", "nonsense"))).Said.ShouldBe(Texts.SecondFactor.WrongCode);
        var renewed = await visitor.PressAsync(manage, "main form", ("code", codes[4]));
        var fresh = renewed.Page.QuerySelector(".recovery-codes code").ShouldNotBeNull().TextContent;
        (await visitor.PressAsync(manage, "button[formaction$=Off]", ("code", codes[5]))).Said.ShouldBe(Texts.SecondFactor.WrongCode);
        (await visitor.PressAsync(manage, "button[formaction$=Off]", ("code", fresh))).Said.ShouldBe(Texts.SecondFactor.TurnedOff);
        (await site.NewVisitor().SignInAsync("suwanqing", site.Password)).Path.ShouldBe("/");
    }

    [Fact]
    public async Task The_second_step_without_the_first_leads_to_the_first()
    {
        (await site.NewVisitor().OpenAsync("/sign-in/code")).Path.ShouldBe("/sign-in");
        (await site.NewVisitor().OpenAsync("/sign-in/hospital/back")).Path.ShouldBe("/sign-in");
    }

    private static Task<Shown> ChangeAsync(Visitor visitor, Shown at, string old, string fresh) =>
        visitor.PressAsync(at, "form:has(#new)", ("old", old), ("new", fresh), ("again", fresh));

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
