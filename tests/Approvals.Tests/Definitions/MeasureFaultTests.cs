namespace Approvals.Tests.Definitions;

/// <summary>Numbers and periods are typed when they are published: a fault names the place and the word that was meant.</summary>
public sealed class MeasureFaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        numbers: [goal]
        stages:
          - id: measure
            title: 测量
            signers: {role: office}
            deadline: {every: 1 month}
            by_exception: own
            split: [{workflow: main, when: rate < 50}]
            actions:
              say: {title: 填报, fulfils: true, needs: [{number: rate, title: 评估率, at_least: 0, at_most: 100}]}
              call-off: {title: 停诊, needs: [{occurrence: held, title: 哪天}], effects: [except: called_off]}
              find: {title: 发现, to: measure, needs: [reason], effects: [raise: finding]}
              pass: {title: 达标, to: done, when: rate >= goal}
        ends: [{id: done, title: 办结}]
        """;

    [Fact]
    public void The_definition_that_the_other_tests_spoil_is_sound() => Faults("title", "title").ShouldBeEmpty();

    [Theory]
    [InlineData("rate >= goal}", "rat >= goal}",
        "main.yaml:16:41: 环节“测量”的条件提到数目 rat，没有动作会填它（number），也没有写在 numbers 里；是不是 rate？")]
    [InlineData("rate >= goal}", "rate >= gaol}",
        "main.yaml:16:41: 环节“测量”的条件提到数目 gaol，没有动作会填它（number），也没有写在 numbers 里；是不是 goal？")]
    [InlineData("rate >= goal}", "open_diferences = 0}",
        "main.yaml:16:41: 环节“测量”的条件提到数目 open_diferences，没有动作会填它（number），也没有写在 numbers 里；是不是 open_differences？")]
    [InlineData("rate >= goal}", "known rates}",
        "main.yaml:16:41: 环节“测量”的条件提到数目 rates，没有动作会填它（number），也没有写在 numbers 里；是不是 rate？")]
    [InlineData("when: rate < 50", "when: rote < 50",
        "main.yaml:11:36: 环节“测量”的条件提到数目 rote，没有动作会填它（number），也没有写在 numbers 里；是不是 rate？")]
    [InlineData("rate >= goal}", "lasting >= 1}", "main.yaml:16:41: lasting 只有是和不是，不能和数目比较")]
    [InlineData("rate >= goal}", "rate >= lasting}", "main.yaml:16:41: rate 要和一个数或者另一个数目比较，不能是 lasting")]
    [InlineData("rate >= goal}", "rate >= }", "main.yaml:16:41: 条件没有写完")]
    [InlineData("rate >= goal}", "rate is 3}", "main.yaml:16:41: 条件里不认识 rate；可用的有：lead、part、lasting、frozen、overdue、suspended、urgent、"
        + "recurs_on_days、recurs_by_period、open_differences、unconfirmed、new_rows")]
    [InlineData("rate >= goal}", "open finding is 2}", "main.yaml:16:41: open finding 是数目，后面应当是 = != < <= > >= 或 at least、at most 之一，不能是 is")]
    [InlineData("rate >= goal}", "open fnding <= 2}",
        "main.yaml:16:41: 环节“测量”的条件提到事由 fnding，却没有动作会提出它（raise）；是不是 finding？")]
    [InlineData("rate >= goal}", "some mian has ended}", "main.yaml:16:41: 环节“测量”的条件提到没有定义的流程 mian；是不是 main？")]
    [InlineData("rate >= goal}", "some main has reached mesure}", "main.yaml:16:41: 环节“测量”的条件提到不存在的环节 main/mesure；是不是 measure？")]
    [InlineData("number: rate, title: 评估率, at_least: 0", "number: rate, title: 评估率, at_least: 101",
        "main.yaml:13:7: 环节“测量”的数目“评估率”下限（at_least）比上限（at_most）还大")]
    [InlineData("at_least: 0", "at_least: none", "main.yaml:13:84: at_least 应当是一个数")]
    [InlineData("number: rate,", "number: lasting,", "main.yaml:13:7: 环节“测量”的数目不能叫 lasting，这是条件里已有的词")]
    [InlineData("title: 评估率,", "titel: 评估率,", "main.yaml:13:47: 缺少 title")]
    [InlineData("fulfils: true, ", "", "main.yaml:6:5: 环节“测量”按周期到期（every），却没有动作会完成一个周期（fulfils）")]
    [InlineData("deadline: {every: 1 month}", "deadline: 3 days", "main.yaml:6:5: 环节“测量”有动作完成一个周期（fulfils），时限却不是周期（deadline: {every: …}）")]
    [InlineData("fulfils: true, ", "fulfils: true, to: done, ", "main.yaml:13:7: 环节“测量”的动作“填报”完成一个周期（fulfils）就不能离开环节（to）")]
    [InlineData("every: 1 month", "every: 1 moon", "main.yaml:9:23: 周期 1 moon 看不懂；写 own、1 day、2 weeks、1 month、1 quarter 或 1 year")]
    [InlineData("every: 1 month", "every: 0 months", "main.yaml:9:23: 周期 0 months 看不懂；写 own、1 day、2 weeks、1 month、1 quarter 或 1 year")]
    [InlineData("by_exception: own", "by_exception: mine", "main.yaml:10:19: by_exception 不认识 mine；可用的有：own")]
    [InlineData("    by_exception: own\n", "", "main.yaml:13:7: 环节“测量”记停诊、改期（occurrence、except），却不是按例外管理的环节（by_exception）")]
    [InlineData("except: called_off", "except: caled_off", "main.yaml:14:87: 不认识 caled_off；是不是 called_off？")]
    [InlineData("except: called_off", "except: moved", "main.yaml:14:7: 环节“测量”的动作“停诊”要写明是哪一天（needs: [{occurrence: free}]）")]
    [InlineData("title: 停诊, ", "title: 停诊, to: done, ", "main.yaml:14:7: 环节“测量”的动作“停诊”记停诊、改期（except）就不能离开环节（to）")]
    [InlineData("occurrence: held", "occurrence: hold", "main.yaml:14:50: 不认识 hold；是不是 held？")]
    [InlineData("    deadline: {every: 1 month}\n", "    urgent_deadline: 2 hours\n", "main.yaml:6:5: 环节“测量”写了特急的时限（urgent_deadline），却没有平时的时限（deadline）")]
    public void A_fault_of_measures_is_told_with_its_place_and_in_one_sentence(string right, string wrong, string fault)
    {
        Sound.ShouldContain(right);
        var faults = Faults(right, wrong);

        faults.ShouldContain(fault);
    }

    [Fact]
    public void Times_held_are_counted_only_where_something_is_held_by_exception() =>
        Faults("    by_exception: own\n", "", "rate >= goal}", "held >= 50}")
            .ShouldContain("main.yaml:15:35: 环节“测量”的条件提到 held，本流程却没有按例外管理的环节（by_exception）");

    private static IReadOnlyList<string> Faults(params string[] changes) =>
        Told.Of(changes.Chunk(2).Aggregate(Sound, (text, change) => text.Replace(change[0], change[1], StringComparison.Ordinal)));
}
