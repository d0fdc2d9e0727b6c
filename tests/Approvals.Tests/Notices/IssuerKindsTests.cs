namespace Approvals.Tests.Notices;

/// <summary>Who signs, of whatever kind; all are invented.</summary>
public sealed class IssuerKindsTests
{
    [Theory]
    [InlineData("青山市第一中学")]
    [InlineData("青山县实验小学")]
    [InlineData("青山县实验幼儿园")]
    [InlineData("中国农业银行青山支行")]
    [InlineData("青山省第三监狱")]
    [InlineData("青山农场")]
    [InlineData("青山国有林场")]
    [InlineData("青山煤矿")]
    [InlineData("青山大酒店")]
    [InlineData("青山交通投资集团有限责任公司")]
    public void Whoever_signs_below_issues_it(string issuer) =>
        SampleNotice.Read($"关于做好安全检查的通知\n各部门：\n一、保卫部6月20日前完成检查。\n{issuer}\n2024年6月4日\n").Issuer.ShouldBe(issuer);
}
