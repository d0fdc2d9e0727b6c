using Approvals.Web.Features.Identity.External;
using Approvals.Web.Hosting;

namespace Approvals.IntegrationTests.Identity;

/// <summary>Settings of providers that cannot work are one sentence at the start.</summary>
public sealed class ProviderSettingsTests
{
    private static readonly string[] Good = ["Kind=dingtalk", "ClientId=ding1", "ClientSecret=s"];

    [Fact]
    public void Three_settings_are_enough_for_a_provider_whose_documents_say_the_rest()
    {
        var read = Read("ding", Good);

        read.Title.ShouldBe("钉钉");
        read.Authorization.ToString().ShouldBe("https://login.dingtalk.com/oauth2/auth");
        read.Token.ToString().ShouldBe("https://api.dingtalk.com/v1.0/oauth2/userAccessToken");
        read.UserInfo.ToString().ShouldBe("https://api.dingtalk.com/v1.0/contact/users/me");
        read.CallbackPath.ShouldBe("/sign-in/ding/code");
    }

    [Fact]
    public void Without_settings_there_are_no_providers() => ExternalProviders.Read(Settings.Read()).All.ShouldBeEmpty();

    [Theory]
    [InlineData("Ding", "Kind=dingtalk", "的名字只能用小写字母、数字和减号，以字母开头，也不能叫 code。")]
    [InlineData("code", "Kind=dingtalk", "的名字只能用小写字母、数字和减号，以字母开头，也不能叫 code。")]
    [InlineData("d", "Kind=google", "的 Kind 是“google”，应当是 oauth、dingtalk、wecom、feishu 之一。")]
    [InlineData("d", "Kind=1", "的 Kind 是“1”，应当是 oauth、dingtalk、wecom、feishu 之一。")]
    [InlineData("d", "Kind=", "缺少 Kind。")]
    [InlineData("d", "ClientSecret=", "缺少 ClientSecret。")]
    [InlineData("d", "Kind=wecom", "缺少 AgentId。")]
    [InlineData("d", "Kind=oauth", "缺少 AuthorizationEndpoint。")]
    [InlineData("d", "TokenEndpoint=http://10.0.0.7/token", "的 TokenEndpoint 是“http://10.0.0.7/token”，应当是 https:// 开头的网址。")]
    [InlineData("d", "UserInfoEndpoint=me", "的 UserInfoEndpoint 是“me”，应当是 https:// 开头的网址。")]
    [InlineData("d", "Match=mail", "的 Match 是“mail”，应当是 login 或 phone，不写则由本人绑定。")]
    [InlineData("d", "MatchClaim=mobile", "写了 MatchClaim，就要写 Match 是 login 还是 phone。")]
    [InlineData("d", "Secret=s", "没有“Secret”这一项，可以写的有：Kind、Title、ClientId、ClientSecret、AgentId、AuthorizationEndpoint、TokenEndpoint、"
        + "UserInfoEndpoint、Scope、SubjectClaim、NameClaim、Match、MatchClaim。")]
    public void What_cannot_work_is_refused_with_its_reason(string id, string setting, string reason) =>
        Should.Throw<OfficeException>(() => Read(id, [.. Good, setting])).Message.ShouldBe($"登录方式 SignIn:Providers:{id} {reason}");

    [Fact]
    public void WeCom_tells_no_telephone_numbers() =>
        Should.Throw<OfficeException>(() => Read("w", [.. Good, "Kind=wecom", "AgentId=1", "Match=phone"])).Message
            .ShouldBe("登录方式 SignIn:Providers:w 不提供手机号，不能按手机号对应账号，请改用 Match=login 或由本人绑定。");

    [Theory]
    [InlineData("oa.example.cn")]
    [InlineData("https://oa.example.cn/approvals")]
    [InlineData("ftp://oa.example.cn")]
    public void The_offices_own_address_is_one_without_a_path(string address) =>
        Should.Throw<OfficeException>(() => ExternalProviders.Read(Settings.Read($"--SignIn:Address={address}"))).Message
            .ShouldBe($"设置 SignIn:Address 是“{address}”，应当写成 https://oa.example.cn 这样，不带路径。");

    private static ExternalProvider Read(string id, string[] settings) =>
        ExternalProviders.Read(Settings.Read([.. settings.Select(s => $"--SignIn:Providers:{id}:{s}")])).All.Single();
}
