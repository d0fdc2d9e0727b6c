using System.Text;
using Approvals.Web.Features.Identity;

namespace Approvals.IntegrationTests.Identity;

/// <summary>Codes by the clock, against the tables of the standards.</summary>
public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_RFC_6238(long second, string code) =>
        Totp.Code(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(second)), digits: 8).ShouldBe(code);

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_as_RFC_4648_says(string bytes, string text) =>
        Totp.Base32(Encoding.ASCII.GetBytes(bytes)).ShouldBe(text);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_wrong_by_half_a_minute(int halfMinutes, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111111);
        var step = Totp.StepOf(now) + halfMinutes;
        Totp.Match(Secret, Totp.Code(Secret, step), now).ShouldBe(taken ? step : null);
    }

    [Fact]
    public void The_app_reads_who_it_is_for() =>
        Totp.Address("澄市中医 公文办理", "gumingxi", Secret).ShouldBe(
            "otpauth://totp/%E6%BE%84%E5%B8%82%E4%B8%AD%E5%8C%BB%20%E5%85%AC%E6%96%87%E5%8A%9E%E7%90%86:gumingxi"
            + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%BE%84%E5%B8%82%E4%B8%AD%E5%8C%BB%20"
            + "%E5%85%AC%E6%96%87%E5%8A%9E%E7%90%86&algorithm=SHA1&digits=6&period=30");

    [Fact]
    public void A_recovery_code_is_known_however_it_is_typed()
    {
        var codes = RecoveryCodes.Make();
        codes.Length.ShouldBe(10);
        codes.ShouldBeUnique();
        RecoveryCodes.Hash(codes[0].ToUpperInvariant().Replace("-", " ")).ShouldBe(RecoveryCodes.Hash(codes[0]));
        RecoveryCodes.Hash(codes[1]).ShouldNotBe(RecoveryCodes.Hash(codes[0]));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36", "Chrome · Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 13; M2012K11AC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/111.0 MMWEBID/1 MicroMessenger/8.0", "微信 · Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 wxwork/4.1 MicroMessenger/7.0", "企业微信 · iPhone")]
    [InlineData("curl/8.5", "不认识的浏览器")]
    [InlineData("", "不认识的浏览器")]
    public void A_device_is_named_as_its_owner_knows_it(string agent, string name) => Device.Named(agent).ShouldBe(name);
}
