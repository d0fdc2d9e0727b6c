namespace Approvals.Tests.Notices;

/// <summary>The words of a measure are whole words; all are invented.</summary>
public sealed class MeasureWordsTests
{
    [Theory]
    [InlineData("医务科12月底前住院患者他科疾病新发会诊及危重患者多学科联合会诊完成率达到100%。", "住院患者他科疾病新发会诊及危重患者多学科联合会诊完成率达到100%")]
    [InlineData("护理部10月底前使护理评估合格率达到95%。", "使护理评估合格率达到95%")]
    [InlineData("院感科6月底前使住院患者抗菌药物使用强度较上年同期明显下降。", "使住院患者抗菌药物使用强度较上年同期明显下降")]
    [InlineData("护理部10月底前减少住院患者跌倒坠床及院内获得性压力性损伤等护理不良事件发生例数。", "减少住院患者跌倒坠床及院内获得性压力性损伤等护理不良事件发生例数")]
    public void A_measure_is_not_cut_in_a_word(string sentence, string phrase) =>
        ProseTaskTests.Read(sentence).Items.ShouldHaveSingleItem().Points.ShouldHaveSingleItem().Measure!.Phrase.ShouldBe(phrase);
}
