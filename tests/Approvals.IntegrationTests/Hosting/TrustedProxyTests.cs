using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Identity;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Approvals.Web.Hosting;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Hosting;

/// <summary>设置 TrustedProxies: whose word about where people come from is believed.</summary>
public sealed class TrustedProxyTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("127.0.0.1", "192.168.7.9")]
    [InlineData("10.0.0.0/8", "127.0.0.1")]
    [InlineData("", "127.0.0.1")]
    public async Task A_sign_in_stands_with_the_address_that_a_proxy_of_the_office_says_and_with_nobody_elses(string trusted, string expected)
    {
        await new UnitImport(office.Database).ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        await using var host = await office.StartHostAsync($"--TrustedProxies={trusted}");
        using var visitor = new Visitor(new Uri(host.Urls.First()), comesFrom: "192.168.7.9");

        await visitor.SignInAsync("gumingxi", "wrong");

        await using var admin = new NpgsqlConnection(office.AdminConnection);
        (await admin.ExecuteScalarAsync<string>("SELECT host(address) FROM trail WHERE act = 'SignInFailed' ORDER BY trail_id DESC LIMIT 1"))
            .ShouldBe(expected);
        await host.StopAsync();
    }

    [Fact]
    public void An_address_that_is_none_is_refused_at_the_start() =>
        Should.Throw<OfficeException>(() => TrustedProxies.Read(Settings.Read("--TrustedProxies=代理")))
            .Message.ShouldStartWith("设置 TrustedProxies 里的“代理”不是网络地址");
}
