using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Code that is made while the program runs, and compiled when it is first used.</summary>
internal static class CodeFamilies
{
    public static IReadOnlyList<Family> All =>
    [
        Family.Call("expression-compile", static () =>
        {
            Expression<Func<string, int, bool>> expression = static (text, length) => text.Length > length && text.StartsWith('a');
            return () => expression.Compile()("text", 2);
        }),
        Family.Call("type-builder", static () => static () =>
        {
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new("Made"), AssemblyBuilderAccess.RunAndCollect);
            var type = assembly.DefineDynamicModule("Made").DefineType("Made", TypeAttributes.Public);
            var code = type.DefineMethod("Sum", MethodAttributes.Public | MethodAttributes.Static, typeof(int), [typeof(int), typeof(int)]).GetILGenerator();
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Add);
            code.Emit(OpCodes.Ret);
            type.CreateType().GetMethod("Sum")!.CreateDelegate<Func<int, int, int>>()(1, 2);
        }),
    ];
}
