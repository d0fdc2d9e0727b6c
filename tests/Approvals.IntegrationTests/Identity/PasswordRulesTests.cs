using Approvals.Web.Features;
using Approvals.Web.Features.Identity;

namespace Approvals.IntegrationTests.Identity;

/// <summary>What a new password must be. No database: it is a rule.</summary>
public sealed class PasswordRulesTests
{
    private static readonly string[] Known = ["gumingxi", "顾明溪", "澄湾市中医院", "澄市中医"];

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x7#kQ2!vB9z")]
    [InlineData("今天天气不错我们去吃饭")]
    public void Eleven_signs_are_too_few_whatever_they_are(string? password) => Judged(password).ShouldBe(Texts.Passwords.Short);

    [Fact]
    public void Two_hundred_signs_are_enough()
    {
        var random = new Random(1);
        var password = string.Concat(Enumerable.Range(0, 200).Select(_ => (char)random.Next('!', '~')));
        Judged(password).ShouldBeNull();
        Judged(password + "x").ShouldBe(Texts.Passwords.Long);
    }

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("a long new password")]
    [InlineData("三楼东头的老银杏树又黄了一半")]
    [InlineData("zhu-lou-dong-men-2019")]
    [InlineData("x7#kQ2!vB9zp")]
    [InlineData("shi bing ren de shi qing da")]
    public void Words_that_do_not_belong_together_are_good(string password) => Judged(password).ShouldBeNull();

    [Theory]
    [InlineData("password1234")]
    [InlineData("Password2024!")]
    [InlineData("woaini5201314")]
    [InlineData("WoAiNi1314520")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("iloveyou520520")]
    [InlineData("zhongguo2024!")]
    [InlineData("renminyiyuan1")]
    [InlineData("hospital@2024")]
    [InlineData("admin@admin123")]
    [InlineData("p@ssw0rdp@ssw0rd")]
    public void What_many_people_have_is_refused(string password) => Judged(password).ShouldBe(Texts.Passwords.Common);

    [Theory]
    [InlineData("gumingxi1234")]
    [InlineData("GuMingXi@2024")]
    [InlineData("gumingxigumingxi")]
    [InlineData("澄湾市中医院2021！！")]
    [InlineData("顾明溪顾明溪顾明溪顾明溪")]
    public void What_everybody_knows_of_its_owner_is_refused(string password) => Judged(password).ShouldBe(Texts.Passwords.Own);

    [Theory]
    [InlineData("123456789012")]
    [InlineData("098765432109")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcdefghijkl")]
    [InlineData("qwertyuiopas")]
    [InlineData("198706061987")]
    [InlineData("19870606870606")]
    [InlineData("x9kx9kx9kx9kx9k")]
    [InlineData("!!!!!!!!!!!!")]
    [InlineData("12345678!@#$%^&*")]
    public void Rows_repetitions_and_dates_are_refused(string password) => Judged(password).ShouldBe(Texts.Passwords.Run);

    private static string? Judged(string? password) => PasswordRules.Judge(password, Known);
}
