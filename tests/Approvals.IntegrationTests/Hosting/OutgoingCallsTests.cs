using System.Net;
using Approvals.IntegrationTests.Identity;
using Approvals.Web.Hosting;

namespace Approvals.IntegrationTests.Hosting;

/// <summary>What the program asks of other houses never reaches the office's own network, unless a setting names it.</summary>
public sealed class OutgoingCallsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    public void The_own_network_is_not_reached_however_it_is_written(string address) =>
        OutgoingCalls.Read(Settings.Read()).MayReach(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    public void The_world_is(string address) => OutgoingCalls.Read(Settings.Read()).MayReach(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void A_setting_opens_what_it_names_and_nothing_beside()
    {
        var calls = OutgoingCalls.Read(Settings.Read("--Outgoing:Allowed=10.1.0.0/16, 192.168.3.4"));
        calls.MayReach(IPAddress.Parse("10.1.200.3")).ShouldBeTrue();
        calls.MayReach(IPAddress.Parse("192.168.3.4")).ShouldBeTrue();
        calls.MayReach(IPAddress.Parse("10.2.0.1")).ShouldBeFalse();
        calls.MayReach(IPAddress.Parse("192.168.3.5")).ShouldBeFalse();
    }

    [Fact]
    public void What_is_no_network_is_refused_in_a_sentence() =>
        Should.Throw<OfficeException>(() => OutgoingCalls.Read(Settings.Read("--Outgoing:Allowed=10.1.0.0/16,oa.example.cn"))).Message
            .ShouldBe("设置 Outgoing:Allowed 里的“oa.example.cn”不是网络地址，请写成 10.1.2.3 或 10.1.0.0/16，多个用逗号隔开。");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_call_is_stopped_before_the_other_side_hears_of_it(string host)
    {
        await using var house = await ProviderHouse.OpenAsync();
        var port = new Uri(house.Address).Port;
        using var closed = new HttpClient(OutgoingCalls.Read(Settings.Read()).Handler());
        var refused = await Should.ThrowAsync<HttpRequestException>(() => closed.GetAsync(new Uri($"http://{host}:{port}/me")));
        refused.Message.ShouldContain("Outgoing:Allowed does not name it");

        using var open = new HttpClient(OutgoingCalls.Read(Settings.Read("--Outgoing:Allowed=127.0.0.1")).Handler());
        (await open.GetAsync(new Uri($"http://127.0.0.1:{port}/nowhere"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
