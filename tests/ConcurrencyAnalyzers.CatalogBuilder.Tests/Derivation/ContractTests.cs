using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class ContractTests
{
    private const string Program = """
        interface ICommand { void Execute(); void Execute(int n); void Peek(); Task ExecuteAsync(); void Cancel(); }
        class Command : ICommand
        {
            public virtual void Execute() => Native.Read();
            public void Execute(int n) => Native.Read();
            public void Peek() => Native.Read();
            public void Cancel() => Native.Wait(1);
            public Task ExecuteAsync() => Task.CompletedTask;
        }

        class Quiet : Command { public override void Execute() { } }

        static class C
        {
            public static void Contract(ICommand command) => command.Execute();
            public static void Class(Command command) => command.Execute();
            public static void Derived(Quiet command) => command.Execute();
            public static void Overload(ICommand command) => command.Execute(1);
            public static void Peek(ICommand command) => command.Peek();
            public static void Cancel(ICommand command) => command.Cancel();
        }
        """;

    [Fact]
    public void A_contract_binds_whatever_implements_it_and_no_body_is_looked_into()
    {
        using var program = DerivedProgram.Of(Program, new Curated { Contracts = "M:ICommand.Execute()  database  definite  any  -  -" });

        Assert.Equal("database", program.Effects("C.Contract"));
        Assert.Equal("database", program.Effects("C.Class"));
        Assert.Equal("database", program.Effects("C.Derived"));
        Assert.Equal("file", program.Effects("C.Overload"));
        Assert.Equal("ICommand.Execute, contract: M:ICommand.Execute()", program.Witness("C.Contract", "database"));
    }

    [Fact]
    public void A_line_without_parameters_is_for_all_overloads_but_those_with_lines_of_their_own()
    {
        using var program = DerivedProgram.Of(Program, new Curated
        {
            Contracts = "M:ICommand.Execute  database  definite  any  -  -\nM:ICommand.Execute(System.Int32)  network  definite  any  -  -",
        });

        Assert.Equal("database", program.Effects("C.Contract"));
        Assert.Equal("network", program.Effects("C.Overload"));
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData("never")]
    public void What_only_may_happen_is_said_of_the_member_and_of_none_that_calls_it(string strength)
    {
        using var program = DerivedProgram.Of(Program, new Curated { Contracts = $"M:ICommand.Peek  database  {strength}  any  -  -" });

        Assert.Equal("", program.Effects("C.Peek"));
    }

    [Fact]
    public void A_contract_that_is_cut_off_is_the_members_own_and_the_cut_is_needed()
    {
        const string Visible = """
            public class Command { public void Execute() => Native.Read(); }
            public static class C { public static void Go(Command command) => command.Execute(); }
            """;
        var curated = new Curated { Contracts = "M:Command.Execute  database  definite  any  -  -", Cuts = "cut Command.Execute" };
        using var program = DerivedProgram.Of(Visible, curated);

        Assert.Equal("", program.Effects("C.Go"));
        Assert.True(program.Analysis.Propagation.Matters(Assert.Single(program.Analysis.Cuts.Patterns)));
    }

    [Fact]
    public void A_star_stands_for_all_that_have_an_asynchronous_form()
    {
        using var program = DerivedProgram.Of(Program, new Curated { Contracts = "M:ICommand.*  database  definite  any  -  -" });

        Assert.Equal("database", program.Effects("C.Contract"));
        Assert.Equal("database", program.Effects("C.Overload"));
        Assert.Equal("wait", program.Effects("C.Cancel"));
    }

    [Fact]
    public void Lines_that_name_nothing_are_named()
    {
        using var program = DerivedProgram.Of(Program, new Curated
        {
            Contracts = """
                M:ICommand.Execute  database  definite  any  -  -
                M:ICommand.Gone     database  definite  any  -  -
                M:IGone.*           database  definite  any  -  -
                """,
            Instances = """
                T:Gone     memory    never     any  -             -
                M:C.Gone   none      never     any  returns:file  -
                T:Command  database  definite  any  -             -
                """,
        });

        Assert.Equal(["M:ICommand.Gone", "M:IGone.*"], program.Analysis.Contracts.Unused.Select(static line => line.Id));
        Assert.Equal(["T:Gone", "M:C.Gone"], program.Analysis.Instances.Unused.Select(static line => line.Id));
    }

    [Fact]
    public void A_line_that_is_no_contract_is_named() =>
        Assert.Equal(
            "Contracts.txt, line 1: 'sure' is no strength: definite, likely, maybe, never. The line says: M:ICommand.Execute database sure",
            Assert.Throws<InputException>(() => DerivedProgram.Of(Program, new Curated { Contracts = "M:ICommand.Execute  database  sure" })).Message);
}
